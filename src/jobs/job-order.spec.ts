import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobListRepository } from './job-list.repository.js';
import { JobsRepository } from './jobs.repository.js';

const SERVER = {
  serverId: 's1',
  serverAlias: 'one',
  appType: 'forge',
  maxConcurrentJobs: 100,
  owner: 'me',
  leaseMs: 30_000,
};

type Step =
  { do: 'insert'; lane: number } | { do: 'top' | 'bottom' | 'before' | 'own'; one: number; other: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('insert' as const), lane: fc.nat({ max: 9 }) }),
    fc.record({
      do: fc.constantFrom('top' as const, 'bottom' as const, 'before' as const, 'own' as const),
      one: fc.nat({ max: 30 }),
      other: fc.nat({ max: 30 }),
    }),
  ),
  { minLength: 10, maxLength: 25 },
);

class Queue {
  readonly lanes = new Map<string, number>();
  private readonly jobs: JobsRepository;
  private readonly lists: JobListRepository;
  constructor(db: TempDatabase) {
    this.jobs = new JobsRepository(db.database, db.events, db.clock);
    this.lists = new JobListRepository(db.database);
  }

  async order(): Promise<string[]> {
    const { rows } = await this.lists.list({}, { limit: 200, offset: 0, order: 'queue' });
    return rows.map((row) => row.mobilesd_job_id);
  }

  async insert(lane: number): Promise<void> {
    const row = await this.jobs.insert(newJob({ lane: `key:${lane}`, apiKeyId: lane + 1 }));
    this.lanes.set(row.mobilesd_job_id, lane);
  }

  /** Does the step, and checks who stands where afterwards. */
  async take(step: Step): Promise<void> {
    if (step.do === 'insert') return this.insert(step.lane);
    const before = await this.order();
    const id = before[step.one % before.length]!;
    const others = before.filter((other) => other !== id);
    if (step.do === 'own') return this.moveOwn(id, step.other, before);
    const other = others[step.other % Math.max(1, others.length)];
    if (step.do === 'before' && !other) return;
    await this.jobs.move(id, step.do === 'before' ? { before: other! } : step.do);
    const place = step.do === 'top' ? 0 : step.do === 'bottom' ? others.length : others.indexOf(other!);
    expect(await this.order()).toEqual(others.toSpliced(place, 0, id));
  }

  private async moveOwn(id: string, which: number, before: string[]): Promise<void> {
    const lane = this.lanes.get(id)!;
    const own = before.filter((one) => one !== id && this.lanes.get(one) === lane);
    if (!own.length) return;
    const place = which % own.length;
    await this.jobs.moveAmongOwn(id, { before: own[place]! }, lane + 1);
    const turns = own.toSpliced(place, 0, id);
    expect(await this.order()).toEqual(
      before.map((one) => (this.lanes.get(one) === lane ? turns.shift()! : one)),
    );
  }
}

async function inDatabase(run: (db: TempDatabase) => Promise<void>): Promise<void> {
  const db = await openTempDatabase();
  try {
    await run(db);
  } finally {
    await db.close();
  }
}

describe('the order of waiting jobs', () => {
  it('has a moved job exactly where it was put and nobody else elsewhere, whatever came before', async () => {
    await fc.assert(
      fc.asyncProperty(steps, (taken) =>
        inDatabase(async (db) => {
          const queue = new Queue(db);
          for (const lane of [0, 1]) await queue.insert(lane);
          for (const step of taken) await queue.take(step);
        }),
      ),
      { numRuns: 25 },
    );
  });

  it('puts a job between two that share a position, and runs and counts them in the order of the list', async () => {
    await inDatabase(async (db) => {
      const queue = new Queue(db);
      const counts = new JobCountsRepository(db.database);
      const claims = new JobClaimsRepository(db.database, db.events, db.clock);
      for (const lane of [0, 1, 2, 0]) await queue.insert(lane);
      await db.database.write(
        async (manager) => void (await manager.query(`UPDATE jobs SET round = 0, position = 7`)),
      );
      await queue.take({ do: 'before', one: 3, other: 1 });
      await queue.take({ do: 'own', one: 1, other: 0 });
      const order = await queue.order();
      const jobs = new JobsRepository(db.database, db.events, db.clock);
      const rows = await Promise.all(order.map((id) => jobs.find(id)));
      expect(await counts.positions(rows.map((row) => row!))).toEqual([1, 2, 3, 4]);
      for (const [index, row] of rows.entries()) expect(await counts.ahead(row!)).toBe(index);
      for (const id of order) expect((await claims.claimNext(SERVER))?.mobilesd_job_id).toBe(id);
    });
  });
});
