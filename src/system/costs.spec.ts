// That statistics and utilisation do not grow with the number of jobs: what SQLite says it will do, not how long it took.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { JobEventsRepository } from '../jobs/job-events.repository.js';
import { PromptHistoryRepository } from '../jobs/prompt-history.repository.js';
import { StatisticsRepository } from './statistics.repository.js';
import { UtilisationRepository } from './utilisation.repository.js';

describe('what statistics read', () => {
  let db: TempDatabase;
  beforeEach(async () => {
    db = await openTempDatabase();
  });
  afterEach(() => db.close());

  /** The plans of all statements that `ask` makes. */
  async function plansOf(ask: () => Promise<unknown>): Promise<string[]> {
    const asked: [string, unknown[]][] = [];
    const read = db.database.read.bind(db.database);
    db.database.read = (unit) =>
      read((manager) =>
        unit({
          query: (sql: string, values: unknown[]) => {
            asked.push([sql, values]);
            return manager.query(sql, values);
          },
        } as typeof manager),
      );
    await ask();
    db.database.read = read;
    const plans: string[] = [];
    for (const [sql, values] of asked) {
      const rows = await db.database.read((manager) =>
        manager.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, values),
      );
      plans.push(...rows.map(({ detail }) => detail));
    }
    return plans;
  }

  it('is never a whole table of jobs, attempts or events', async () => {
    const statistics = new StatisticsRepository(db.database);
    const utilisation = new UtilisationRepository(db.database);
    const span = { from: '2026-01-01', count: 60, widthSeconds: 60 };
    const plans = await plansOf(async () => {
      await statistics.days('2026');
      await statistics.serverDays('2026');
      await statistics.keys('2026');
      await statistics.waits('2026');
      await statistics.failures('2026');
      await utilisation.moves(span);
      await utilisation.completed('2026');
      await utilisation.waiting();
      await new JobEventsRepository(db.database).of('x');
      await new PromptHistoryRepository(db.database).list('console', 50, 'x');
    });
    expect(
      plans.filter((plan) => /SCAN (a|j|s|jobs|job_attempts|events|prompt_history)\b/.test(plan)),
    ).toEqual([]);
    expect(plans.filter((plan) => /job_attempts_by_end/.test(plan)).length).toBeGreaterThan(2);
    expect(
      plans.filter((plan) =>
        /SEARCH .*statistics_\w+ USING PRIMARY KEY|SEARCH s USING PRIMARY KEY/.test(plan),
      ).length,
    ).toBe(5);
  });
});
