import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { JobsRepository, type NewJob } from '../jobs/jobs.repository.js';
import { QueueRepository } from '../jobs/queue.repository.js';
import { StatisticsRepository } from './statistics.repository.js';
import { StatisticsService } from './statistics.service.js';

const DAY_MS = 86_400_000;
const CLAIM = { serverId: 's1', appType: 'forge', maxConcurrentJobs: 9, owner: 'me', leaseMs: 30_000 };

describe(StatisticsService.name, () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  let statistics: StatisticsService;
  beforeEach(async () => {
    db = await openTempDatabase();
    jobs = new JobsRepository(db.database, db.events, db.clock);
    claims = new JobClaimsRepository(db.database, db.events, db.clock);
    statistics = new StatisticsService(new StatisticsRepository(db.database), db.clock);
    await db.database.write((manager) =>
      manager.query(
        `INSERT INTO api_keys (id, name, key, secret_hash, secret_hint, scopes_json, created_timestamp, updated_timestamp)
         VALUES (7, 'Ann', 'mk_7', '', '', '[]', '', '')`,
      ),
    );
  });
  afterEach(() => db.close());

  const begin = async (serverAlias: string, waitsMs = 0, job: Partial<NewJob> = {}) => {
    await jobs.insert(newJob(job));
    db.clock.advance(waitsMs);
    const row = (await claims.claimNext({ ...CLAIM, serverAlias }))!;
    return { jobId: row.mobilesd_job_id, attempt: row.attempt, owner: 'me' };
  };
  const complete = async (serverAlias: string, seconds: number, images = 1, job: Partial<NewJob> = {}) => {
    const fence = await begin(serverAlias, 0, job);
    db.clock.advance(seconds * 1_000);
    await claims.generationDone(fence);
    db.clock.advance(5_000);
    await claims.finish(fence, {
      ...{ status: 'completed', error: null, warnings: [], result: null, imageCount: images },
    });
    return fence.jobId;
  };
  const fail = async (code: string, message: string, job: Partial<NewJob> = {}) => {
    const fence = await begin('one', 0, job);
    await claims.finish(fence, {
      ...{ status: 'failed', error: { code, message }, warnings: [], result: null, imageCount: 0 },
    });
    return fence.jobId;
  };

  it('counts what ended, by day, server and key', async () => {
    await complete('one', 20, 2);
    await complete('two', 30, 1, { apiKeyId: 7 });
    db.clock.advance(DAY_MS);
    await complete('one', 10, 4);
    await jobs.cancel((await jobs.insert(newJob({ apiKeyId: 7 }))).mobilesd_job_id);
    await fail('out_of_memory', 'No room.', { apiKeyId: 9 });
    const { days, servers, keys } = await statistics.of(3);
    expect(days).toEqual([
      { day: '2025-12-31', completed: 0, failed: 0, cancelled: 0, images: 0, gpu_seconds: 0 },
      { day: '2026-01-01', completed: 2, failed: 0, cancelled: 0, images: 3, gpu_seconds: 50 },
      { day: '2026-01-02', completed: 1, failed: 1, cancelled: 1, images: 4, gpu_seconds: 10 },
    ]);
    expect(servers).toEqual([
      {
        ...{ server_alias: 'one', jobs: 3, images: 6, gpu_seconds: 30 },
        by_day: [
          { day: '2026-01-01', gpu_seconds: 20 },
          { day: '2026-01-02', gpu_seconds: 10 },
        ],
      },
      {
        ...{ server_alias: 'two', jobs: 1, images: 1, gpu_seconds: 30 },
        by_day: [{ day: '2026-01-01', gpu_seconds: 30 }],
      },
    ]);
    expect(keys).toEqual([
      { api_key_id: null, name: 'console', jobs: 2, gpu_seconds: 30 },
      { api_key_id: 7, name: 'Ann', jobs: 2, gpu_seconds: 30 },
      { api_key_id: 9, name: 'deleted key 9', jobs: 1, gpu_seconds: 0 },
    ]);
  });

  it('remembers what was cleared from the queue', async () => {
    await complete('one', 20);
    await fail('out_of_memory', 'No room.');
    const before = await statistics.of(1);
    await new QueueRepository(db.database, db.events, db.clock).clear(['completed', 'failed'], '9999', 100);
    expect(await statistics.of(1)).toEqual(before);
    expect(before.days[0]).toMatchObject({ completed: 1, failed: 1 });
  });

  it('tells why jobs fail, the most frequent first, with the latest words', async () => {
    await fail('out_of_memory', 'No room for 512.');
    await fail('server_error', 'Oops.');
    db.clock.advance(DAY_MS);
    await fail('out_of_memory', 'No room for 1024.');
    expect((await statistics.of(30)).failures).toEqual([
      { code: 'out_of_memory', count: 2, example_message: 'No room for 1024.' },
      { code: 'server_error', count: 1, example_message: 'Oops.' },
    ]);
    expect((await statistics.of(1)).failures).toEqual([
      { code: 'out_of_memory', count: 1, example_message: 'No room for 1024.' },
    ]);
  });

  it('counts both ends of a job that was retried', async () => {
    const id = await fail('server_error', 'Oops.');
    await jobs.retry(id);
    const row = (await claims.claimNext({ ...CLAIM, serverAlias: 'two' }))!;
    await claims.finish(
      { jobId: id, attempt: row.attempt, owner: 'me' },
      { status: 'completed', error: null, warnings: [], result: null, imageCount: 1 },
    );
    const { days, servers } = await statistics.of(1);
    expect(days[0]).toMatchObject({ completed: 1, failed: 1, images: 1 });
    expect(servers.map(({ server_alias, jobs: ended }) => [server_alias, ended])).toEqual([
      ['one', 1],
      ['two', 1],
    ]);
  });

  it('measures the wait from the submit, or from the time that was asked for, and only the first', async () => {
    await begin('one', 10_000);
    const notBefore = db.clock.isoIn(60_000);
    await begin('one', 90_000, { notBefore });
    const { wait } = await statistics.of(1);
    expect(wait.mean_seconds).toBe(20);
    expect(wait.p50_seconds).toBeCloseTo(10, -0.3);
    expect(wait.p95_seconds! / 30).toBeCloseTo(1, 1);
  });

  it('survives an error that is no JSON', async () => {
    const fence = await begin('one');
    await db.database.write((manager) =>
      manager.query(`UPDATE jobs SET status = 'failed', error_json = '{half' WHERE mobilesd_job_id = ?`, [
        fence.jobId,
      ]),
    );
    expect((await statistics.of(1)).failures).toEqual([{ code: 'unknown', count: 1, example_message: '' }]);
  });

  it('forgets days that nobody can ask for', async () => {
    await complete('one', 20);
    db.clock.advance(401 * DAY_MS);
    await complete('one', 20);
    await statistics.prune();
    const rows = await db.database.read((manager) =>
      manager.query<{ day: string }[]>(`SELECT DISTINCT day FROM statistics_days`),
    );
    expect(rows).toEqual([{ day: '2027-02-06' }]);
  });
});
