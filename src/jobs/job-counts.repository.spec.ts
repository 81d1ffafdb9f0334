import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobsRepository } from './jobs.repository.js';
import type { JobRow } from './job.js';

const LANES = ['', 'key:1', 'extension'];

describe(JobCountsRepository.name, () => {
  let temp: TempDatabase;
  let jobs: JobsRepository;
  let counts: JobCountsRepository;

  beforeEach(async () => {
    temp = await openTempDatabase();
    jobs = new JobsRepository(temp.database, temp.events, temp.clock);
    counts = new JobCountsRepository(temp.database);
  });

  afterEach(() => temp.close());

  const waiting = (): Promise<JobRow[]> =>
    temp.database.read((manager) =>
      manager.query<JobRow[]>(
        `SELECT * FROM jobs WHERE status = 'pending' ORDER BY priority DESC, round, position`,
      ),
    );

  const change = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('add' as const),
        at: fc.nat(2),
        priority: fc.integer({ min: 4, max: 6 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('cancel', 'retry', 'top', 'bottom', 'delete', 'priority'),
        at: fc.nat(10_000),
        priority: fc.integer({ min: 4, max: 6 }),
      }),
    },
  );

  it('knows the place of every waiting job, whatever happened to the queue before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 60 }), async (changes) => {
        const ids: string[] = [];
        for (const { kind, at, priority } of changes) {
          const id = ids[at % Math.max(1, ids.length)];
          if (kind === 'add') {
            const lane = LANES[at]!;
            ids.push((await jobs.insert(newJob({ lane, priority }))).mobilesd_job_id);
          } else if (id === undefined) continue;
          else if (kind === 'cancel') await jobs.cancel(id);
          else if (kind === 'retry') await jobs.retry(id);
          else if (kind === 'delete') await jobs.delete(id);
          else if (kind === 'priority') await jobs.edit(id, { priority });
          else await jobs.move(id, kind === 'top' ? 'top' : 'bottom');
        }
        const rows = await waiting();
        for (const [index, row] of rows.entries()) expect(await counts.ahead(row)).toBe(index);
      }),
      { numRuns: 25 },
    );
  });

  it('counts across stretches of turns', async () => {
    await jobs.insertAll(
      Array.from({ length: 700 }, (_, at) => newJob({ lane: LANES[at % 2]!, priority: 5 })),
    );
    const rows = await waiting();
    for (const index of [0, 1, 255, 256, 257, 350, 511, 512, 698, 699]) {
      expect(await counts.ahead(rows[index]!)).toBe(index);
    }
  });
});
