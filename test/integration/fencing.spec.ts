// Only the holder of the current attempt may write. First every method of the repository with a stale fence, then two
// whole servers on one database file, as if the lock on the folder had failed.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startForgeSimulator } from '../../simulators/forge/index.js';
import { JobClaimsRepository } from '../../src/jobs/job-claims.repository.js';
import type { Ending, Fence, Release } from '../../src/jobs/job-claims.js';
import type { JobRow } from '../../src/jobs/job.js';
import { JobsRepository } from '../../src/jobs/jobs.repository.js';
import { EventReader } from '../support/event-reader.js';
import { eventually } from '../support/eventually.js';
import { generationsOf, sha256 } from '../support/server-records.js';
import { startApp } from '../support/start-app.js';
import { newJob } from '../support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../support/temp-database.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

const SERVER = {
  serverId: 'server-1',
  serverAlias: 'gpu',
  appType: 'forge',
  maxConcurrentJobs: 1,
  leaseMs: 30_000,
};
const ID = '88615c9d-1f2e-4a3b-8c4d-5e6f70819203';
const COMPLETED: Ending = {
  status: 'completed',
  error: null,
  warnings: [],
  result: { message: 'mine' },
  imageCount: 0,
};
const FAILED: Ending = {
  ...COMPLETED,
  status: 'failed',
  error: { code: 'stale', message: 'from the grave' },
};
const RELEASE: Release = {
  reason: { code: 'stale', message: 'stale' },
  error: null,
  notBefore: null,
  spendsRetry: true,
  exclude: { serverId: 'server-1', until: null, reason: 'stale' },
};
const PROGRESS = { phase: 'sampling', progress: 99, step: 99, steps: 100, etaSeconds: 0 };

describe('a stale owner', () => {
  let temp: TempDatabase;
  let claims: JobClaimsRepository;
  let jobs: JobsRepository;
  /** Of the attempt that was taken over; of the one that took over. */
  let zombie: Fence;
  let holder: Fence;

  beforeEach(async () => {
    temp = await openTempDatabase();
    claims = new JobClaimsRepository(temp.database, temp.events, temp.clock);
    jobs = new JobsRepository(temp.database, temp.events, temp.clock);
    await jobs.insert(newJob({ id: ID }));
    const claimed = await claims.claimNext({ ...SERVER, owner: 'old' });
    const taken = await claims.takeOver(claimed!, 'new', 30_000, 'gpu');
    zombie = { jobId: ID, attempt: claimed!.attempt, owner: 'old' };
    holder = { jobId: ID, attempt: taken!.attempt, owner: 'new' };
  });
  afterEach(() => temp.close());

  const row = async (): Promise<JobRow> => (await jobs.find(ID))!;
  const eventCount = (): Promise<number> =>
    temp.database.read(
      async (manager) => (await manager.query<[{ n: number }]>(`SELECT count(*) AS n FROM events`))[0].n,
    );
  const attempts = (): Promise<unknown> =>
    temp.database.read((manager) => manager.query(`SELECT * FROM job_attempts ORDER BY attempt`));

  const writes: [name: string, write: (fence: Fence) => Promise<boolean>][] = [
    [
      'recordSending',
      (fence) =>
        claims.recordSending(fence, { handle: { stale: 1 }, sent: {}, taskId: 'stale', warnings: [] }),
    ],
    ['recordHandle', (fence) => claims.recordHandle(fence, { stale: 1 })],
    ['recordProgress', (fence) => claims.recordProgress(fence, PROGRESS)],
    ['recordWaiting', (fence) => claims.recordWaiting(fence, { code: 'stale', message: 'stale' })],
    ['countCrash', (fence) => claims.countCrash(fence)],
    ['generationDone', (fence) => claims.generationDone(fence)],
    ['recordReceived', (fence) => claims.recordReceived(fence, { stale: 1 }, [])],
    ['finish (completed)', (fence) => claims.finish(fence, COMPLETED)],
    ['finish (failed)', (fence) => claims.finish(fence, FAILED)],
    ['release', (fence) => claims.release(fence, RELEASE)],
    ['letGo', (fence) => claims.letGo(fence)],
    ['isHeldBy', (fence) => claims.isHeldBy(fence)],
  ];

  it.each(writes)('changes nothing with %s, whichever part of its fence is stale', async (_name, write) => {
    const before = { row: await row(), events: await eventCount(), attempts: await attempts() };
    const stale: Fence[] = [
      zombie,
      { ...holder, owner: 'old' },
      { ...holder, attempt: zombie.attempt },
      { ...holder, attempt: holder.attempt + 1 },
    ];
    for (const fence of stale) expect(await write(fence)).toBe(false);
    expect({ row: await row(), events: await eventCount(), attempts: await attempts() }).toEqual(before);
  });

  it.each(writes)('changes nothing with %s once the job has ended', async (name, write) => {
    await claims.finish(holder, COMPLETED);
    const before = { row: await row(), events: await eventCount(), attempts: await attempts() };
    for (const fence of [zombie, holder]) expect([name, await write(fence)]).toEqual([name, false]);
    expect({ row: await row(), events: await eventCount(), attempts: await attempts() }).toEqual(before);
  });

  it.each(writes.filter(([name]) => name !== 'letGo' && name !== 'countCrash'))(
    'changes nothing with %s once a person has cancelled the job',
    async (_name, write) => {
      await jobs.cancel(ID);
      const before = { row: await row(), events: await eventCount(), attempts: await attempts() };
      expect(await write(holder)).toBe(false);
      expect({ row: await row(), events: await eventCount(), attempts: await attempts() }).toEqual(before);
    },
  );

  it('cannot let a job go that nobody cancelled', async () => {
    const before = await row();
    expect(await claims.letGo(holder)).toBe(false);
    expect(await row()).toEqual(before);
  });

  it('cannot end a job that a person cancelled meanwhile', async () => {
    await jobs.cancel(ID);
    expect(await claims.finish(holder, COMPLETED)).toBe(false);
    expect(await claims.release(holder, RELEASE)).toBe(false);
    expect(await row()).toMatchObject({ status: 'cancelled', slot_server_id: 'server-1' });
    expect(await claims.letGo(zombie)).toBe(false);
    expect(await claims.letGo(holder)).toBe(true);
    expect(await row()).toMatchObject({ status: 'cancelled', slot_server_id: null, lease_owner: null });
  });

  it('extends only leases of its own', async () => {
    expect(await claims.extendLeases('old', 60_000)).toBe(0);
    expect(await claims.extendLeases('new', 60_000)).toBe(1);
  });

  it('loses the race when two take the same orphan over', async () => {
    const orphan = await row();
    const [first, second] = await Promise.all([
      claims.takeOver(orphan, 'a', 1_000, 'gpu'),
      claims.takeOver(orphan, 'b', 1_000, 'gpu'),
    ]);
    expect([first?.lease_owner, second]).toEqual(['a', undefined]);
  });

  it('lets its pictures be confirmed only together with the end of the job', async () => {
    let confirmed = 0;
    const confirm = async (): Promise<void> => void (confirmed += 1);
    expect(await claims.finish(zombie, COMPLETED, confirm)).toBe(false);
    expect(confirmed).toBe(0);
    const refuse = async (): Promise<void> => Promise.reject(new Error('a picture is missing'));
    await expect(claims.finish(holder, COMPLETED, refuse)).rejects.toThrow('a picture is missing');
    expect(await row()).toMatchObject({ status: 'processing', lease_owner: 'new' });
  });

  it('finds the slot of its server taken', async () => {
    await jobs.insert(newJob({ id: '99999999-1f2e-4a3b-8c4d-5e6f70819203' }));
    expect(await claims.claimNext({ ...SERVER, owner: 'old' })).toBeUndefined();
    await claims.generationDone(holder);
    expect((await claims.claimNext({ ...SERVER, owner: 'old' }))?.mobilesd_job_id).toMatch(/^99999999/);
  });
});

describe('two servers on one database', () => {
  it('cannot both end a job: what the older one brings late is dropped', async () => {
    const dataDir = makeTempFolder('two');
    const gpu = await startForgeSimulator({ stepMs: 40, loadMs: 10 });
    const older = await startApp({}, dataDir);
    await older.api.addServer({ alias: 'gpu', base_url: gpu.url });
    // Long enough for the newer one to start meanwhile, on a busy machine too.
    const id = await older.api.submit({ params: { steps: 150, seed: -1 } });
    await eventually(async () => ((await older.api.job(id)).step ?? 0) > 2);
    const newer = await startApp({}, dataDir);
    try {
      const job = await newer.api.ended(id, 'completed');
      await eventually(() => gpu.generations.every(({ outcome }) => outcome !== 'running'));
      // Each tells only its own listeners, and a stalled process may have lost the job to the other one again: what is
      // stored counts, once the older one has brought all that it had.
      await older.stop();
      const events = await EventReader.open(newer.url, { lastEventId: 0, query: `job_id=${id}` });
      await eventually(() => events.of('job.completed').length > 0);
      expect(events.of('job.completed')).toHaveLength(1);
      expect(job.images).toHaveLength(1);
      const bytes = await newer.api.bytes(job.images[0]!.download_url);
      const made = generationsOf(id, gpu.generations);
      expect(made.map(({ images }) => images[0]?.sha256)).toContain(sha256(bytes));
      const { attempts } = await newer.api.details(id);
      expect(attempts[0]).toMatchObject({ attempt: 1, outcome: 'taken_over' });
      expect(attempts.filter(({ outcome }) => outcome === 'completed')).toHaveLength(1);
      await events.close();
    } finally {
      await newer.stop();
      await older.stop();
      await gpu.close();
      await removeFolder(dataDir);
    }
  });
});
