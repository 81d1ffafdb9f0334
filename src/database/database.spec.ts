import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { Database } from './database.js';
import { DATABASE_FILE } from './sqlite-options.js';

describe(Database.name, () => {
  let temp: TempDatabase;
  beforeEach(async () => {
    temp = await openTempDatabase();
    await temp.database.write((manager) => manager.query(`CREATE TABLE kept (n integer NOT NULL)`));
  });
  afterEach(() => temp.close());

  const store = (n: number) =>
    temp.database.write((manager) => manager.query(`INSERT INTO kept VALUES (?)`, [n]));
  /** As SQLite does by itself after some errors, a full disk among them. */
  const loseTransaction = () => temp.database.write((manager) => manager.query('ROLLBACK'));

  /** As another process sees it: committed rows only. */
  function committed(): number[] {
    const file = new BetterSqlite3(join(temp.dataDir, DATABASE_FILE), { readonly: true });
    const rows = file.prepare('SELECT n FROM kept ORDER BY n').pluck().all() as number[];
    file.close();
    return rows;
  }

  it('tells no caller that its write is stored when SQLite has dropped the transaction', async () => {
    const outcomes = await Promise.allSettled([store(1), loseTransaction(), store(2)]);
    const told = [1, 2].filter((_, at) => outcomes[at * 2]?.status === 'fulfilled');
    expect(committed()).toEqual(told);
  });

  it('commits later writes as if nothing had happened, one by one and together', async () => {
    await Promise.allSettled([store(1), loseTransaction(), store(2)]);
    await loseTransaction().catch(() => undefined);
    const before = committed();
    await store(10);
    await Promise.all([store(11), store(12), store(13)]);
    expect(committed()).toEqual([...before, 10, 11, 12, 13]);
    await expect(
      temp.database.write(async (manager) => {
        await manager.query(`INSERT INTO kept VALUES (99)`);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(committed()).not.toContain(99);
  });

  it('goes on when somebody stumbles over the news of a commit', async () => {
    await temp.database.write(async (manager) => {
      await manager.query(`INSERT INTO kept VALUES (1)`);
      temp.database.afterCommit(() => {
        throw new Error('a listener');
      });
    });
    await store(2);
    expect(committed()).toEqual([1, 2]);
  });

  it('refuses a statement that goes around it', async () => {
    await expect(temp.database.dataSource.query('SELECT 1')).rejects.toThrow(
      'Database.read or Database.write',
    );
  });
});
