// What one durable commit costs on this disk at this moment: the part of a delay that no program can save.
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { BenchRun } from '../benchmark.js';

/** @returns a function that commits a row of the size of a job and tells how many milliseconds that took */
export function bareCommit(run: BenchRun): () => number {
  const database = new BetterSqlite3(join(run.folder('commit'), 'commit.sqlite'));
  run.after(async () => database.close());
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE jobs (seq integer PRIMARY KEY, text text NOT NULL)');
  const insert = database.prepare('INSERT INTO jobs (text) VALUES (?)');
  const text = 'x'.repeat(1_500);
  return () => {
    const startedAt = performance.now();
    insert.run(text);
    return performance.now() - startedAt;
  };
}
