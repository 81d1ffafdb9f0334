import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobListRepository } from './job-list.repository.js';
import { JobsRepository } from './jobs.repository.js';
import { QueueRepository } from './queue.repository.js';

const SERVER = {
  serverId: 's1',
  serverAlias: 'one',
  appType: 'forge',
  maxConcurrentJobs: 100,
  owner: 'me',
  leaseMs: 30_000,
};

describe(JobsRepository.name, () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  let lists: JobListRepository;
  let counts: JobCountsRepository;
  let queue: QueueRepository;

  beforeEach(async () => {
    db = await openTempDatabase();
    jobs = new JobsRepository(db.database, db.events, db.clock);
    claims = new JobClaimsRepository(db.database, db.events, db.clock);
    lists = new JobListRepository(db.database);
    counts = new JobCountsRepository(db.database);
    queue = new QueueRepository(db.database, db.events, db.clock);
  });
  afterEach(() => db.close());

  const submit = async (prompt: string, given: Parameters<typeof newJob>[0] = {}) =>
    (await jobs.insert(newJob({ prompt, ...given }))).mobilesd_job_id;

  const runOrder = async (): Promise<(string | null)[]> => {
    const order: (string | null)[] = [];
    for (let row = await claims.claimNext(SERVER); row; row = await claims.claimNext(SERVER))
      order.push(row.prompt);
    return order;
  };

  it('runs jobs of one source in the order of their arrival', async () => {
    for (const name of ['a', 'b', 'c']) await submit(name);
    expect(await runOrder()).toEqual(['a', 'b', 'c']);
  });

  it('runs a higher priority first, whenever it came', async () => {
    await submit('low', { priority: 1 });
    await submit('normal');
    await submit('high', { priority: 10 });
    expect(await runOrder()).toEqual(['high', 'normal', 'low']);
  });

  it('lets sources of equal priority take turns, each in its own order', async () => {
    for (const name of ['a1', 'a2', 'a3']) await submit(name, { sourceInfo: 'a', lane: 'a' });
    for (const name of ['b1', 'b2']) await submit(name, { sourceInfo: 'b', lane: 'b' });
    expect(await runOrder()).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('gives a latecomer the next turn, not all the turns it missed', async () => {
    for (let n = 1; n <= 6; n += 1) await submit(`a${n}`, { lane: 'a' });
    const first = [(await claims.claimNext(SERVER))?.prompt, (await claims.claimNext(SERVER))?.prompt];
    for (let n = 1; n <= 3; n += 1) await submit(`b${n}`, { lane: 'b' });
    expect([...first, ...(await runOrder())]).toEqual(['a1', 'a2', 'a3', 'b1', 'a4', 'b2', 'a5', 'b3', 'a6']);
  });

  it('moves a waiting job to the top, to the bottom and before another', async () => {
    const ids: Record<string, string> = {};
    for (const name of ['a', 'b', 'c', 'd']) ids[name] = await submit(name);
    await jobs.move(ids['d']!, 'top');
    await jobs.move(ids['a']!, 'bottom');
    await jobs.move(ids['c']!, { before: ids['b']! });
    const { rows } = await lists.list({}, { limit: 10, offset: 0, order: 'queue' });
    expect(rows.map((row) => row.prompt)).toEqual(['d', 'c', 'b', 'a']);
    expect(await runOrder()).toEqual(['d', 'c', 'b', 'a']);
  });

  it('tells how many jobs run before one', async () => {
    for (const name of ['a', 'b', 'c']) await submit(name);
    const row = await jobs.insert(newJob({ priority: 6 }));
    expect(await counts.ahead(row)).toBe(0);
    const last = await jobs.insert(newJob());
    expect(await counts.ahead(last)).toBe(4);
  });

  it('does not give a server jobs of another kind, pinned elsewhere, held, or for later', async () => {
    await submit('other kind', { appType: 'comfyui' });
    await submit('elsewhere', { targetServerAlias: 'two' });
    await submit('later', { notBefore: db.clock.isoIn(60_000) });
    await jobs.setHeld(await submit('held'), true);
    await submit('mine', { targetServerAlias: 'one' });
    expect(await runOrder()).toEqual(['mine']);
    db.clock.advance(60_000);
    expect(await runOrder()).toEqual(['later']);
    expect(await queue.releaseHeld()).toBe(1);
    expect(await runOrder()).toEqual(['held']);
  });

  it('never fills more slots than a server has', async () => {
    await submit('a');
    await submit('b');
    const one = { ...SERVER, maxConcurrentJobs: 1 };
    const claimed = await Promise.all([claims.claimNext(one), claims.claimNext(one), claims.claimNext(one)]);
    expect(claimed.filter(Boolean)).toHaveLength(1);
  });

  it('hands every job to exactly one of many claims at the same moment', async () => {
    for (let n = 0; n < 20; n += 1) await submit(`job ${n}`);
    const claimed = await Promise.all(Array.from({ length: 30 }, () => claims.claimNext(SERVER)));
    const ids = claimed.flatMap((row) => (row ? [row.mobilesd_job_id] : []));
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it('ends a waiting job at once when it is cancelled, and keeps the lease of a running one', async () => {
    const waiting = await submit('waiting', { priority: 1 });
    const running = await submit('running');
    await claims.claimNext({ ...SERVER, maxConcurrentJobs: 1 });
    expect(await jobs.cancel(waiting)).toMatchObject({ status: 'cancelled', lease_owner: null });
    expect(await jobs.cancel(running)).toMatchObject({
      status: 'cancelled',
      lease_owner: 'me',
      slot_server_id: 's1',
    });
    expect(await jobs.cancel(running)).toBeUndefined();
  });

  it('puts a failed job back with all its retries, but never a completed one', async () => {
    const id = await submit('a');
    const row = (await claims.claimNext(SERVER))!;
    const fence = { jobId: id, attempt: row.attempt, owner: 'me' };
    await claims.finish(fence, {
      status: 'failed',
      error: { code: 'x', message: 'x' },
      warnings: [],
      result: null,
      imageCount: 0,
    });
    expect(await jobs.retry(id)).toMatchObject({ status: 'pending', retry_count: 0, error_json: null });
    const again = (await claims.claimNext(SERVER))!;
    expect(again.attempt).toBe(2);
    await claims.finish(
      { ...fence, attempt: 2 },
      { status: 'completed', error: null, warnings: [], result: null, imageCount: 0 },
    );
    expect(await jobs.retry(id)).toBeUndefined();
    expect(await jobs.cancel(id)).toBeUndefined();
  });

  it('stores an image that many jobs bring only once, and drops it with the last of them', async () => {
    const blobs = new Map([['hash', 'x'.repeat(10_000)]]);
    const ids = [await submit('a', { blobs }), await submit('b', { blobs })];
    expect([...(await jobs.blobTexts(['hash'])).values()]).toEqual(['x'.repeat(10_000)]);
    await jobs.delete(ids[0]!);
    expect((await jobs.blobTexts(['hash'])).size).toBe(1);
    await jobs.delete(ids[1]!);
    expect((await jobs.blobTexts(['hash'])).size).toBe(0);
  });

  it('forgets ended jobs by state and age, and nothing else', async () => {
    const old = await submit('old');
    await jobs.cancel(old);
    db.clock.advance(3_600_000);
    await jobs.cancel(await submit('new'));
    await submit('waiting');
    expect(await queue.clear(['cancelled', 'pending'], db.clock.isoIn(-1_800_000), 100)).toBe(1);
    expect(await jobs.find(old)).toBeUndefined();
    expect(await counts.counts()).toMatchObject({ cancelled: 1, pending: 1 });
  });
});
