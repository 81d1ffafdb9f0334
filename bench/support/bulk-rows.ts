// The rows that a bulk left behind, and how long the same rows take when nothing but SQLite stands in the way.
import BetterSqlite3 from 'better-sqlite3';
import { databasePath } from '../../src/database/sqlite-options.js';
import type { BenchRun } from '../benchmark.js';
import { createSchema } from './seed-jobs.js';

/** Parents first. `of` finds the rows of one bulk; the first column numbers itself. */
const TABLES = [
  { name: 'bulks', of: 'id', numbered: 'seq' },
  { name: 'jobs', of: 'bulk_job_id', numbered: 'seq' },
  { name: 'events', of: 'bulk_job_id', numbered: 'seq' },
] as const;

type Row = Record<string, string | number | bigint | Buffer | null>;
export type BulkRows = ReadonlyMap<string, readonly Row[]>;

/** @throws Error when the bulk does not have so many jobs */
export function rowsOfBulk(dataDir: string, bulkId: string, jobs: number): BulkRows {
  const database = new BetterSqlite3(databasePath({ dataDir }), { readonly: true });
  try {
    const rows = new Map<string, Row[]>();
    for (const { name, of, numbered } of TABLES) {
      const found = database.prepare(`SELECT * FROM ${name} WHERE ${of} = ?`).all(bulkId) as Row[];
      rows.set(
        name,
        found.map((row) => without(row, numbered)),
      );
    }
    const stored = rows.get('jobs')?.length;
    if (stored !== jobs) throw new Error(`${bulkId} left ${stored} jobs, not ${jobs}`);
    return rows;
  } finally {
    database.close();
  }
}

/** @returns a function that inserts rows in one durable transaction and tells how many milliseconds that took */
export async function rawInserter(run: BenchRun): Promise<(rows: BulkRows) => number> {
  const dataDir = run.folder('raw');
  await createSchema(dataDir);
  const database = new BetterSqlite3(databasePath({ dataDir }));
  run.after(async () => database.close());
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const insertAll = database.transaction((rows: BulkRows) => {
    for (const [table, all] of rows) insertRows(database, table, all);
  });
  return (rows) => {
    const startedAt = performance.now();
    insertAll.immediate(rows);
    return performance.now() - startedAt;
  };
}

function insertRows(database: BetterSqlite3.Database, table: string, rows: readonly Row[]): void {
  const names = Object.keys(rows[0] ?? {});
  if (names.length === 0) return;
  const values = names.map((name) => `@${name}`).join(', ');
  const statement = database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values})`);
  for (const row of rows) statement.run(row);
}

function without(row: Row, column: string): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== column));
}
