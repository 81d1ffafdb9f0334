import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { KeyJobsRepository } from '../api-keys/key-jobs.repository.js';
import type { NewEvent } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobDependenciesRepository } from './job-dependencies.repository.js';
import type { FailurePolicy } from './job-dependency.js';
import { JobsRepository, type NewJob } from './jobs.repository.js';
import { QueueRepository } from './queue.repository.js';

const SERVER = {
  ...{ serverId: 's1', serverAlias: 'one', appType: 'forge' },
  ...{ maxConcurrentJobs: 100, owner: 'me', leaseMs: 30_000 },
};
const COMPLETED = { status: 'completed' as const, error: null, warnings: [], result: null, imageCount: 1 };
const FAILED = { ...COMPLETED, status: 'failed' as const, imageCount: 0 };

/** The process dies when it would tell of one more thing than `left`. */
class DyingEvents extends EventBus {
  constructor(
    { database, clock }: TempDatabase,
    private left: number,
  ) {
    super(database, clock);
  }

  override async append(event: NewEvent): Promise<void> {
    if (this.left === 0) throw new Error('killed');
    this.left -= 1;
    return super.append(event);
  }
}

describe('jobs that wait for jobs', () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  beforeEach(async () => {
    db = await openTempDatabase();
    jobs = new JobsRepository(db.database, db.events, db.clock);
    claims = new JobClaimsRepository(db.database, db.events, db.clock);
  });
  afterEach(() => db.close());

  const waitingFor = (
    parents: string[],
    onFailure: FailurePolicy = 'cancel',
  ): Pick<NewJob, 'dependencies'> => ({
    dependencies: parents.map((jobId, index) => ({
      jobId,
      onFailure,
      path: `depends_on.${index}`,
      takes: false,
    })),
  });
  const submit = async (parents: string[] = [], onFailure?: FailurePolicy, given: Partial<NewJob> = {}) =>
    (await jobs.insert(newJob({ ...waitingFor(parents, onFailure), ...given }))).mobilesd_job_id;
  const claim = async (): Promise<string | undefined> => (await claims.claimNext(SERVER))?.mobilesd_job_id;
  const end = async (id: string, ending: typeof COMPLETED | typeof FAILED): Promise<void> => {
    const row = (await jobs.find(id))!;
    await claims.finish({ jobId: id, attempt: row.attempt, owner: 'me' }, ending);
  };
  const run = async (id: string, ending: typeof COMPLETED | typeof FAILED): Promise<void> => {
    expect(await claim()).toBe(id);
    await end(id, ending);
  };
  const shown = async (id: string) => {
    const row = (await jobs.find(id))!;
    return [row.status, row.open_dependencies];
  };
  const reasonOf = async (id: string) => (await jobs.find(id))!.error_json;
  const told = async (id: string): Promise<string[]> => {
    const rows = await db.database.read((manager) =>
      manager.query<{ type: string }[]>(`SELECT type FROM events WHERE job_id = ? ORDER BY seq`, [id]),
    );
    return rows.map(({ type }) => type);
  };

  it('starts a job once the last one that it waits for has completed, whatever their priority', async () => {
    const first = await submit();
    const second = await submit();
    const child = await submit([first, second], 'cancel', { priority: 10 });
    expect(await shown(child)).toEqual(['pending', 2]);
    await run(first, COMPLETED);
    expect(await shown(child)).toEqual(['pending', 1]);
    await run(second, COMPLETED);
    expect(await told(child)).toEqual(['job.created', 'job.updated']);
    expect(await claim()).toBe(child);
  });

  it('is not at the front of the queue while it waits', async () => {
    const parent = await submit();
    const child = await submit([parent]);
    const first = await new JobDependenciesRepository(db.database).firstOf([parent, child]);
    expect([...first]).toEqual([[child, { id: parent, status: 'pending' }]]);
    expect([await claim(), await claim()]).toEqual([parent, undefined]);
  });

  it('cancels what waits for a failed job, and what waits for that, down a chain of a thousand', async () => {
    const root = await submit();
    const chain = await chainBehind(root, 1_000);
    await run(root, FAILED);
    const last = chain.at(-1)!;
    expect(await shown(last)).toEqual(['cancelled', 1]);
    expect(await reasonOf(chain[0]!)).toContain(`${root}, which it waited for, failed.`);
    expect(await reasonOf(last)).toContain(`${chain.at(-2)}, which it waited for, was cancelled.`);
    expect(await told(last)).toEqual(['job.created', 'job.cancelled']);
    expect(await claim()).toBeUndefined();
  });

  const chainBehind = async (root: string, length: number): Promise<string[]> => {
    const chain: NewJob[] = [];
    for (let parent = root; chain.length < length; parent = chain.at(-1)!.id)
      chain.push(newJob(waitingFor([parent])));
    await jobs.insertAll(chain);
    return chain.map(({ id }) => id);
  };

  it('runs a job anyway where that was asked for', async () => {
    const root = await submit();
    const child = await submit([root], 'run');
    const grandchild = await submit([child], 'run');
    await jobs.cancel(root);
    expect(await shown(child)).toEqual(['pending', 0]);
    await run(child, FAILED);
    expect(await claim()).toBe(grandchild);
  });

  it('treats a deleted job like a failed one', async () => {
    const root = await submit();
    const [strict, easy] = [await submit([root]), await submit([root], 'run')];
    await jobs.delete(root);
    expect(await reasonOf(strict)).toContain(`${root}, which it waited for, was deleted.`);
    expect(await claim()).toBe(easy);
  });

  it('has nothing against completed jobs being forgotten', async () => {
    const [done, open] = [await submit(), await submit()];
    const child = await submit([done, open]);
    await run(done, COMPLETED);
    await new QueueRepository(db.database, db.events, db.clock).clear(['completed'], '9999', 10);
    expect(await shown(child)).toEqual(['pending', 1]);
    await run(open, COMPLETED);
    expect(await claim()).toBe(child);
  });

  it('cancels what waits for the jobs of a deleted key', async () => {
    const root = await submit([], 'cancel', { apiKeyId: 7 });
    const [own, other] = [await submit([root], 'cancel', { apiKeyId: 7 }), await submit([root])];
    const last = await submit([other]);
    await new KeyJobsRepository(db.database, db.events, db.clock).cancel(7);
    for (const id of [root, own, other, last]) expect((await shown(id))[0]).toBe('cancelled');
    expect(await reasonOf(own)).toContain('its API key was deleted');
    expect(await reasonOf(last)).toContain('dependency_failed');
  });

  it('waits again for a job that is retried, unless it was cancelled for it', async () => {
    const [root, other] = [await submit(), await submit([], 'cancel', { priority: 1 })];
    const [easy, strict] = [await submit([root, other], 'run'), await submit([root])];
    await run(root, FAILED);
    expect([await shown(easy), await shown(strict)]).toEqual([
      ['pending', 1],
      ['cancelled', 1],
    ]);
    await jobs.retry(root);
    expect([await shown(easy), await shown(strict)]).toEqual([
      ['pending', 2],
      ['cancelled', 1],
    ]);
  });

  it('lets a cancelled job and the one that it waits for be retried in any order', async () => {
    const root = await submit();
    const child = await submit([root]);
    await run(root, FAILED);
    await jobs.retry(child);
    expect([await shown(child), await claim()]).toEqual([['pending', 1], undefined]);
    await jobs.retry(root);
    await run(root, COMPLETED);
    expect(await claim()).toBe(child);
  });

  it('does not miscount when a job comes back to the queue after the one that it waited for was retried', async () => {
    const root = await submit();
    const child = await submit([root], 'run');
    await run(root, FAILED);
    expect(await claim()).toBe(child);
    await jobs.retry(root);
    const reason = { code: 'server_offline', message: 'gone' };
    const back = { reason, error: null, notBefore: null, spendsRetry: false };
    await claims.release({ jobId: child, attempt: 1, owner: 'me' }, back);
    expect(await shown(child)).toEqual(['pending', 1]);
    await run(root, COMPLETED);
    expect(await claim()).toBe(child);
  });

  it('cancels a new job at once when the one that it waits for failed since somebody looked', async () => {
    const root = await submit();
    await run(root, FAILED);
    const child = await submit([root]);
    expect(await shown(child)).toEqual(['cancelled', 1]);
    expect(await told(child)).toEqual(['job.created', 'job.cancelled']);
  });

  it('refuses a new job whose predecessor is gone, and stores nothing', async () => {
    const lost = newJob(waitingFor(['no-such-job']));
    await expect(jobs.insert(lost)).rejects.toMatchObject({ code: 'invalid_field_value' });
    expect(await jobs.find(lost.id)).toBeUndefined();
  });

  it('does all of it or nothing, wherever the end of a job breaks off', async () => {
    const root = await submit();
    const strict = await chainBehind(root, 3);
    const easy = await submit([root, strict[1]!], 'run');
    await claim();
    const all = [root, ...strict, easy];
    const before = await Promise.all(all.map(shown));
    const count = (await Promise.all(all.map(told))).flat().length;
    let broken = 0;
    for (; ; broken += 1) {
      const dying = new JobClaimsRepository(db.database, new DyingEvents(db, broken), db.clock);
      const ended = dying.finish({ jobId: root, attempt: 1, owner: 'me' }, FAILED);
      if (await ended.catch(() => false)) break;
      expect(await Promise.all(all.map(shown))).toEqual(before);
      expect((await Promise.all(all.map(told))).flat()).toHaveLength(count);
    }
    // The end of the root, three that are cancelled for it, and one that may run now.
    expect(broken).toBe(5);
    expect((await Promise.all(all.map(shown))).map(([status]) => status)).toEqual([
      ...['failed', 'cancelled', 'cancelled', 'cancelled', 'pending'],
    ]);
    expect(await claim()).toBe(easy);
  });
});
