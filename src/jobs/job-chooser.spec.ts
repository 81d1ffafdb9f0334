import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { serverView } from '../scheduling/fixtures/scheduling-bench.js';
import type { ServerView } from '../scheduling/scheduling-snapshot.js';
import { JobChooser } from './job-chooser.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { exclude } from './job-exclusions.repository.js';
import { JobsRepository } from './jobs.repository.js';
import { QueueMirrorRepository } from './queue-mirror.repository.js';
import { QueueMirror } from './queue-mirror.js';
import { QueueStandings } from './queue-standings.js';
import { PlainWorld } from './scheduling-world.js';

const CLAIM = {
  ...{ serverId: 's1', serverAlias: 'one', appType: 'forge', maxConcurrentJobs: 1 },
  ...{ owner: 'me', leaseMs: 30_000 },
};
const NO_RULES = { exhausted: new Set<number>(), lastCompeting: new Map(), servers: new Map() };
const FAILED = { status: 'failed' as const, error: null, warnings: [], result: null, imageCount: 0 };

/** One server that has model-a loaded. */
class LoadedWorld extends PlainWorld {
  override servers(): ServerView[] {
    return [serverView({ id: 's1', alias: 'one', model: 'model-a' })];
  }
}

describe(JobChooser.name, () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  let mirror: QueueMirror;
  let standings: QueueStandings;
  let chooser: JobChooser;
  beforeEach(async () => {
    db = await openTempDatabase();
    jobs = new JobsRepository(db.database, db.events, db.clock);
    mirror = new QueueMirror(db.database, new QueueMirrorRepository(db.database));
    standings = new QueueStandings();
    chooser = new JobChooser(mirror, standings, db.clock, new LoadedWorld());
    claims = new JobClaimsRepository(db.database, db.events, db.clock, undefined, chooser);
  });
  afterEach(() => db.close());

  const submit = (model: string, more: Parameters<typeof newJob>[0] = {}) =>
    jobs.insert(newJob({ model, ...more }));
  const next = async () => (await db.database.write(() => chooser.choose(CLAIM, NO_RULES)))?.job.seq;

  it('knows the jobs that waited before it looked first, and every change since', async () => {
    const [first, second] = [await submit('model-a'), await submit('model-a')];
    expect(await next()).toBe(first.seq);
    await jobs.move(second.mobilesd_job_id, 'top');
    expect(await next()).toBe(second.seq);
    await jobs.setHeld(second.mobilesd_job_id, true);
    expect(await next()).toBe(first.seq);
    const exclusion = { serverId: 's1', until: null, reason: 'lacks it' };
    await db.database.write((manager) => exclude(manager, first.mobilesd_job_id, exclusion));
    expect(await next()).toBeUndefined();
    await jobs.edit(first.mobilesd_job_id, { targetServerAlias: 'one' });
    expect(await next()).toBe(first.seq);
    await jobs.cancel(first.mobilesd_job_id);
    await jobs.delete(second.mobilesd_job_id);
    expect([await next(), mirror.book.size]).toEqual([undefined, 0]);
  });

  it('is not misled by a write that fails after it has looked', async () => {
    const job = await submit('model-a');
    expect(await next()).toBe(job.seq);
    const failing = db.database.write(async (manager) => {
      await manager.query(`UPDATE jobs SET held = 1 WHERE seq = ?`, [job.seq]);
      await chooser.choose(CLAIM, NO_RULES);
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    expect(await next()).toBe(job.seq);
  });

  it('counts whom it passed over, until they wait no more', async () => {
    const [passed, loaded] = [await submit('model-b'), await submit('model-a')];
    expect((await claims.claimNext(CLAIM))?.seq).toBe(loaded.seq);
    expect(standings.passes.of(passed.seq)?.times).toBe(1);
    await jobs.cancel(passed.mobilesd_job_id);
    await next();
    expect(standings.passes.of(passed.seq)).toBeUndefined();
  });

  it('knows a server as busy while a job runs there, also one that was taken over', async () => {
    await submit('model-a');
    const row = (await claims.claimNext(CLAIM))!;
    expect(standings.isBusy('s1')).toBe(true);
    standings.ended(row.mobilesd_job_id, db.clock.now());
    const again = (await claims.takeOver(row, 'new', 30_000, 'one'))!;
    expect(standings.isBusy('s1')).toBe(true);
    const fence = { jobId: again.mobilesd_job_id, attempt: again.attempt, owner: 'new' };
    await claims.finish(fence, FAILED);
    expect(standings.isBusy('s1')).toBe(false);
  });

  it('gives a job that asks for tags to no server without them', async () => {
    await submit('model-a', { tags: ['24gb'] });
    expect(await next()).toBeUndefined();
  });
});
