// The one write path under pressure: thousands of units at once, some failing, with reads that do not belong there.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTempDatabase, type TempDatabase } from '../support/temp-database.js';

const UNITS = 2_000;

/** Outside of whatever unit is open now. */
function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('two thousand write units at once, of which every sixth fails', () => {
  let temp: TempDatabase;
  beforeEach(async () => {
    temp = await openTempDatabase();
    await temp.database.write((manager) =>
      manager.query(`CREATE TABLE pairs (n integer NOT NULL, half integer NOT NULL, PRIMARY KEY (n, half))`),
    );
  });
  afterEach(() => temp.close());

  const fails = (n: number): boolean => n % 6 === 0;

  /** Two rows that belong together; the second one joins through a nested write. */
  function writePair(n: number, committed: number[]): Promise<number> {
    const { database } = temp;
    return database.write(async (manager) => {
      await manager.query(`INSERT INTO pairs VALUES (?, 1)`, [n]);
      database.afterCommit(() => committed.push(n));
      if (n % 12 === 0) throw new Error(`unit ${n} changes its mind`);
      await database.write((inner) => inner.query(`INSERT INTO pairs VALUES (?, 2)`, [n]));
      // A statement that SQLite itself refuses.
      if (fails(n)) await manager.query(`INSERT INTO pairs VALUES (?, 2)`, [n]);
      return n;
    });
  }

  async function countOdd(): Promise<number> {
    return temp.database.read(async (manager) => {
      const sql = `SELECT count(*) AS odd FROM (SELECT n FROM pairs GROUP BY n HAVING count(*) <> 2)`;
      const [row] = await manager.query<[{ odd: number }]>(sql);
      return row.odd;
    });
  }

  async function storedNumbers(): Promise<number[]> {
    const rows = await temp.database.read((manager) =>
      manager.query<{ n: number }[]>(`SELECT DISTINCT n FROM pairs ORDER BY n`),
    );
    return rows.map(({ n }) => n);
  }

  it('stores exactly the units that it said were stored, whole', async () => {
    const committed: number[] = [];
    const numbers = Array.from({ length: UNITS }, (_, n) => n);
    const odd: Promise<number>[] = [];
    const outcomes = await Promise.allSettled(
      numbers.map((n) => {
        if (n % 7 === 0) odd.push(countOdd());
        return writePair(n, committed);
      }),
    );
    const kept = numbers.filter((n) => !fails(n));
    expect(numbers.filter((n) => outcomes[n]?.status === 'fulfilled')).toEqual(kept);
    expect(await storedNumbers()).toEqual(kept);
    expect([...committed].sort((a, b) => a - b)).toEqual(kept);
    expect(new Set(await Promise.all(odd))).toEqual(new Set([0]));
  });

  it('gives each caller the error of its own unit', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, (_, n) => writePair(n, [])));
    const reasons = outcomes.flatMap((outcome, n) =>
      outcome.status === 'rejected' ? [[n, String(outcome.reason)] as const] : [],
    );
    expect(reasons.map(([n]) => n)).toEqual(Array.from({ length: 34 }, (_, n) => n * 6));
    for (const [n, reason] of reasons)
      expect(reason).toMatch(n % 12 === 0 ? `unit ${n} changes its mind` : /UNIQUE constraint/);
  });

  it('lets later units run when units before them failed', async () => {
    for (let round = 0; round < 3; round += 1) {
      await Promise.allSettled(Array.from({ length: 30 }, (_, n) => writePair(n * 6, [])));
      await expect(writePair(round * 6 + 1, [])).resolves.toBe(round * 6 + 1);
    }
    expect(await storedNumbers()).toEqual([1, 7, 13]);
  });

  it('shows a unit its own open write, and others only what is committed', async () => {
    const { database } = temp;
    const seenByOthers: Promise<number[]>[] = [];
    await database.write(async (manager) => {
      await manager.query(`INSERT INTO pairs VALUES (1, 1), (1, 2)`);
      const own = await database.read((inner) =>
        inner.query<[{ rows: number }]>(`SELECT count(*) AS rows FROM pairs`),
      );
      expect(own[0].rows).toBe(2);
      seenByOthers.push(nextTick().then(storedNumbers));
      await manager.query(`DELETE FROM pairs`);
    });
    expect(await seenByOthers[0]).toEqual([]);
  });

  it('refuses statements that come in beside the gate instead of mixing them into somebody’s transaction', async () => {
    const { database } = temp;
    const stray = async (): Promise<unknown> => database.dataSource.query(`INSERT INTO pairs VALUES (-1, 1)`);
    await expect(stray()).rejects.toThrow(/belong inside/);
    const unit = database.write(async (manager) => {
      await manager.query(`INSERT INTO pairs VALUES (1, 1)`);
      await manager.query(`INSERT INTO pairs VALUES (1, 2)`);
    });
    await expect(stray()).rejects.toThrow(/belong inside/);
    await unit;
    expect(await storedNumbers()).toEqual([1]);
  });

  it('refuses a write inside a read', async () => {
    const { database } = temp;
    await expect(
      database.read(() => database.write((manager) => manager.query<void>(`DELETE FROM pairs`))),
    ).rejects.toThrow(/inside/);
  });
});
