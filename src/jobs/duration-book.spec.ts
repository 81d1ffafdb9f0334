import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import type { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { summarizeWebuiParams } from '../dispatch/sdapi/params/summarize-params.js';
import { DurationBook } from './duration-book.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobDurationsRepository } from './job-durations.repository.js';
import { ModelLoads } from './model-loads.js';
import { JobsRepository } from './jobs.repository.js';

const SERVER = {
  serverId: 's1',
  serverAlias: 'one',
  appType: 'forge',
  maxConcurrentJobs: 1,
  owner: 'me',
  leaseMs: 30_000,
};
const PARAMS = { prompt: 'x', width: 1000, height: 1000, steps: 10, checkpoint_name: 'Asked.safetensors' };
const DONE = { status: 'completed' as const, error: null, warnings: [], result: null, imageCount: 0 };

describe(DurationBook.name, () => {
  let db: TempDatabase;
  let jobs: JobsRepository;
  let claims: JobClaimsRepository;
  let repository: JobDurationsRepository;
  let book: DurationBook;
  const open = async () => {
    const registry = { get: () => ({ summarize: summarizeWebuiParams }) } as unknown as DispatcherRegistry;
    const opened = new DurationBook(repository, registry, db.events, new ModelLoads(db.database, db.clock));
    await opened.onModuleInit();
    return opened;
  };
  beforeEach(async () => {
    db = await openTempDatabase();
    jobs = new JobsRepository(db.database, db.events, db.clock);
    claims = new JobClaimsRepository(db.database, db.events, db.clock);
    repository = new JobDurationsRepository(db.database, db.clock);
    book = await open();
  });
  afterEach(async () => {
    book.onModuleDestroy();
    await db.close();
  });

  const run = async (seconds: number, takenOver = false) => {
    await jobs.insert(newJob({ paramsJson: JSON.stringify(PARAMS) }));
    const claimed = (await claims.claimNext(SERVER))!;
    const row = takenOver ? (await claims.takeOver(claimed, 'me', 1000, 'one'))! : claimed;
    db.clock.advance(seconds * 1000);
    const fence = { jobId: row.mobilesd_job_id, attempt: row.attempt, owner: 'me' };
    await claims.generationDone(fence);
    await claims.recordReceived(fence, { info: '{"sd_model_name":"Used"}' }, []);
    db.clock.advance(60_000);
    await claims.finish(fence, DONE);
  };
  const learned = (count: number) => eventually(async () => (await repository.all()).length === count);

  it('learns from completed jobs, by the model that they really used, without the saving', async () => {
    for (let n = 0; n < 3; n += 1) await run(20);
    await learned(3);
    expect((await repository.all())[0]).toEqual({
      serverId: 's1',
      appType: 'forge',
      model: 'used',
      work: 10,
      seconds: expect.closeTo(20, 1),
    });
    const estimate = await eventually(() =>
      Promise.resolve(book.estimate({ appType: 'forge', model: 'used', work: 5 }, ['s1'])),
    );
    expect(estimate.typical).toBeCloseTo(10, 1);
  });

  it('knows after a restart what it learned before', async () => {
    for (let n = 0; n < 3; n += 1) await run(20);
    await learned(3);
    const next = await open();
    next.onModuleDestroy();
    expect(next.estimate({ appType: 'forge', model: 'used', work: 10 }, ['s1'])?.typical).toBeCloseTo(20, 1);
  });

  it('learns nothing from a job that was taken over: its time was not all its own', async () => {
    await run(500, true);
    await run(20);
    await learned(1);
    expect((await repository.all())[0]!.seconds).toBeCloseTo(20, 1);
  });

  it('keeps the last 2,000', async () => {
    const sample = { serverId: 's', appType: 'forge', model: 'm', work: 1, seconds: 1 };
    await db.database.write(async () => {
      for (let n = 0; n < 2_003; n += 1) await repository.add({ ...sample, seconds: n + 1 });
    });
    const all = await repository.all();
    expect([all.length, all[0]!.seconds]).toEqual([2_000, 4]);
  });

  it('tells the work of a waiting job', () => {
    const row = { app_type: 'forge', generation_params_json: JSON.stringify(PARAMS) };
    expect(book.workOf(row)).toEqual({ appType: 'forge', model: 'asked', work: 10 });
  });
});
