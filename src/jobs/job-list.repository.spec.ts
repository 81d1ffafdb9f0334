import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobListRepository } from './job-list.repository.js';
import { JobsRepository } from './jobs.repository.js';
import type { JobRow } from './job.js';

const JOBS = 1_200;

describe(JobListRepository.name, () => {
  let db: TempDatabase;
  let lists: JobListRepository;
  let all: JobRow[];

  beforeAll(async () => {
    db = await openTempDatabase();
    const jobs = new JobsRepository(db.database, db.events, db.clock);
    const claims = new JobClaimsRepository(db.database, db.events, db.clock);
    lists = new JobListRepository(db.database);
    const rows = await Promise.all(
      Array.from({ length: JOBS }, (_, n) =>
        jobs.insert(
          newJob({
            prompt: `picture ${n}`,
            appType: n % 3 ? 'forge' : 'a1111',
            targetServerAlias: n % 5 ? null : 'one',
            sourceInfo: n % 7 ? 'script' : null,
            bulkJobId: n % 100 ? null : 'bulk-1',
          }),
        ),
      ),
    );
    for (const row of rows) {
      if (row.seq % 4 === 0) await jobs.cancel(row.mobilesd_job_id);
      if (row.seq % 11 === 0) await jobs.delete(row.mobilesd_job_id);
    }
    for (let n = 0; n < 50; n += 1)
      await claims.claimNext({
        serverId: 's',
        serverAlias: 'one',
        appType: 'forge',
        maxConcurrentJobs: 100,
        owner: 'me',
        leaseMs: 1,
      });
    all = await db.database.read((manager) => manager.query<JobRow[]>('SELECT * FROM jobs ORDER BY seq'));
  });
  afterAll(() => db.close());

  it('answers every page of every filter as a plain scan would', async () => {
    const filters = fc.record(
      {
        status: fc.subarray(['pending', 'processing', 'cancelled', 'completed'], { minLength: 1 }),
        appType: fc.constantFrom('forge', 'a1111', 'none'),
        server: fc.constantFrom('one', ''),
        source: fc.constantFrom('script', ''),
      },
      { requiredKeys: [] },
    );
    const page = fc.record({
      limit: fc.integer({ min: 1, max: 60 }),
      offset: fc.integer({ min: 0, max: JOBS }),
      order: fc.constantFrom('asc' as const, 'desc' as const),
    });
    await fc.assert(
      fc.asyncProperty(filters, page, async (filter, { limit, offset, order }) => {
        const matching = all.filter(
          (row) =>
            (!filter.status || filter.status.includes(row.status)) &&
            (!filter.appType || row.app_type === filter.appType) &&
            (filter.server === undefined || (row.target_server_alias ?? '') === filter.server) &&
            (filter.source === undefined || (row.source_info ?? '') === filter.source),
        );
        if (order === 'desc') matching.reverse();
        const { total, rows } = await lists.list(filter, { limit, offset, order });
        expect(total).toBe(matching.length);
        expect(rows.map((row) => row.seq)).toEqual(
          matching.slice(offset, offset + limit).map((row) => row.seq),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('finds by bulk, by part of the prompt and by the beginning of the id', async () => {
    const page = { limit: 500, offset: 0, order: 'desc' as const };
    const inBulk = all.filter((row) => row.bulk_job_id === 'bulk-1');
    expect((await lists.list({ bulk: 'bulk-1' }, page)).total).toBe(inBulk.length);
    const byText = all.filter((row) => row.prompt?.includes('picture 11'));
    expect((await lists.list({ text: 'picture 11' }, page)).total).toBe(byText.length);
    expect(
      (await lists.list({ text: all[3]!.mobilesd_job_id.slice(0, 8) }, page)).rows.map((row) => row.seq),
    ).toContain(all[3]!.seq);
  });

  it('takes % and _ in a text as themselves', async () => {
    expect((await lists.list({ text: '100%' }, { limit: 5, offset: 0, order: 'desc' })).total).toBe(0);
    expect((await lists.list({ text: 'picture_1' }, { limit: 5, offset: 0, order: 'desc' })).total).toBe(0);
  });

  it('counts jobs per state', async () => {
    const counts = await new JobCountsRepository(db.database).counts();
    for (const status of ['pending', 'processing', 'cancelled', 'completed', 'failed']) {
      expect(counts[status]).toBe(all.filter((row) => row.status === status).length);
    }
  });
});
