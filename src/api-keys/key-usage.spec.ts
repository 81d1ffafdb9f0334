// What the triggers of the schema count, against the statements that the queue really runs.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { closeAttempt, openAttempt } from '../jobs/job-attempts.repository.js';
import type { JobRow } from '../jobs/job.js';
import { JobsRepository, type NewJob } from '../jobs/jobs.repository.js';
import { UsageRepository } from './usage.repository.js';

const DAY_MS = 86_400_000;

describe('the usage of keys', () => {
  let temp: TempDatabase;
  let jobs: JobsRepository;
  let usage: UsageRepository;
  const add = (given: Partial<NewJob> = {}) => jobs.insert(newJob({ apiKeyId: 1, ...given }));
  const of = (keyId = 1) => usage.of(keyId, '2000-01-01');

  beforeEach(async () => {
    temp = await openTempDatabase();
    jobs = new JobsRepository(temp.database, temp.events, temp.clock);
    usage = new UsageRepository(temp.database);
  });
  afterEach(() => temp.close());

  /** A try of a job: the claim, the end of its generation after `gpuMs`, its end `savingMs` later. */
  async function run(job: JobRow, gpuMs: number | null, savingMs = 0, outcome = 'completed'): Promise<void> {
    const { database, clock } = temp;
    const attempt = { ...job, attempt: job.attempt + 1 };
    await database.write((manager) => openAttempt(manager, attempt, 'tower', false, clock.iso()));
    if (gpuMs !== null) {
      clock.advance(gpuMs);
      await database.write((manager) =>
        manager.query(`UPDATE jobs SET generation_done_timestamp = ? WHERE seq = ?`, [clock.iso(), job.seq]),
      );
    }
    clock.advance(savingMs);
    await database.write((manager) => closeAttempt(manager, attempt, outcome, null, clock.iso()));
    job.attempt += 1;
  }

  it('counts jobs by key and day, those of bulks apart', async () => {
    await add();
    await add({ bulkJobId: 'bulk-1' });
    await add({ apiKeyId: 2 });
    await add({ apiKeyId: null, bulkJobId: 'bulk-2' });
    temp.clock.advance(DAY_MS);
    await jobs.insertAll(Array.from({ length: 50 }, () => newJob({ apiKeyId: 1, bulkJobId: 'bulk-3' })));
    const nothing = { requests: 0, refusals: 0, gpuSeconds: 0 };
    expect(await of()).toEqual([
      { day: '2026-01-01', jobs: 2, bulkJobs: 1, ...nothing },
      { day: '2026-01-02', jobs: 50, bulkJobs: 50, ...nothing },
    ]);
    expect(await of(2)).toMatchObject([{ jobs: 1, bulkJobs: 0 }]);
  });

  it('counts nothing for a submit that is undone', async () => {
    const submit = jobs.insertAll([newJob({ apiKeyId: 1 })], () => Promise.reject(new Error('no')));
    await expect(submit).rejects.toThrow('no');
    expect(await of()).toEqual([]);
  });

  it('counts GPU seconds from the claim to the end of the generation, without the saving', async () => {
    await run(await add(), 12_500, 4_000);
    expect(await of()).toMatchObject([{ jobs: 1, gpuSeconds: expect.closeTo(12.5, 3) }]);
  });

  it('counts every try of a job, whole when it ended without a picture', async () => {
    const job = await add();
    await run(job, null, 3_000, 'failed');
    temp.clock.advance(60_000);
    await run(job, 5_000, 1_000);
    expect(await of()).toMatchObject([{ gpuSeconds: expect.closeTo(8, 3) }]);
  });

  it('does not count a try again when its record is touched again', async () => {
    const job = await add();
    await run(job, 5_000);
    temp.clock.advance(50_000);
    await temp.database.write((manager) => closeAttempt(manager, job, 'taken_over', null, temp.clock.iso()));
    expect(await of()).toMatchObject([{ gpuSeconds: expect.closeTo(5, 3) }]);
  });

  it('counts on the day of the end, and nothing for the console', async () => {
    temp.clock.advance(DAY_MS - 1_000);
    await run(await add(), 2_000);
    await run(await add({ apiKeyId: null }), 2_000);
    const [first, second] = await of();
    expect(first).toMatchObject({ day: '2026-01-01', jobs: 1, gpuSeconds: 0 });
    expect(second).toMatchObject({ day: '2026-01-02', jobs: 0, gpuSeconds: expect.closeTo(2, 3) });
  });

  it('keeps what a key did when its jobs are deleted', async () => {
    const job = await add();
    await run(job, 5_000);
    await temp.database.write((manager) => manager.query(`DELETE FROM jobs WHERE seq = ?`, [job.seq]));
    expect(await of()).toMatchObject([{ jobs: 1, gpuSeconds: expect.closeTo(5, 3) }]);
  });
});
