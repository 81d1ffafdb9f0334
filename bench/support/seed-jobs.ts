// Fills a data folder with jobs that have come and gone, through the real schema: its migrations make the tables, its
// triggers count. Only for a folder that no server runs in.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openSqlite } from '../../src/database/open-sqlite.js';
import { databasePath, sqliteOptions } from '../../src/database/sqlite-options.js';
import { seededJob, type Columns, type SeededJob } from './seeded-job.js';
import { SMALLEST_PNG } from './smallest-png.js';

const PER_TRANSACTION = 5_000;
const HISTORY_MS = 60 * 24 * 3600_000;
/** A start looks at the files of the last days, so these exist. */
const WITH_FILES_MS = 3 * 24 * 3600_000;

/** An up-to-date schema without any job. */
export async function createSchema(dataDir: string): Promise<void> {
  const dataSource = await openSqlite(sqliteOptions({ dataDir, SQLITE_SYNCHRONOUS: 'full' }));
  await dataSource.destroy();
}

export async function seedJobs(dataDir: string, jobs: number): Promise<void> {
  await createSchema(dataDir);
  const database = new BetterSqlite3(databasePath({ dataDir }));
  try {
    // Nobody trusts this file before it is complete.
    database.pragma('synchronous = OFF');
    database.pragma('cache_size = -128000');
    database.pragma('foreign_keys = ON');
    insertAll(database, dataDir, jobs);
    database.pragma('wal_checkpoint(TRUNCATE)');
    checkCounts(database, jobs);
  } finally {
    database.close();
  }
}

function insertAll(database: BetterSqlite3.Database, dataDir: string, jobs: number): void {
  const now = Date.now();
  const insert = inserter(database);
  const insertRange = database.transaction((from: number, to: number) => {
    for (let number = from; number < to; number += 1) {
      const age = ((jobs - number) / jobs) * HISTORY_MS;
      const rows = seededJob(number, now - age);
      insert(rows);
      if (rows.image && age < WITH_FILES_MS) writeImage(dataDir, String(rows.image['relative_path']));
    }
  });
  for (let from = 0; from < jobs; from += PER_TRANSACTION)
    insertRange(from, Math.min(jobs, from + PER_TRANSACTION));
}

function inserter(database: BetterSqlite3.Database): (rows: SeededJob) => void {
  const statements = new Map<string, BetterSqlite3.Statement>();
  const insert = (tableName: string, columns: Columns | null): void => {
    if (!columns) return;
    const names = Object.keys(columns);
    const known = statements.get(tableName);
    const sql = `INSERT INTO ${tableName} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`;
    const statement = known ?? database.prepare(sql);
    if (!known) statements.set(tableName, statement);
    statement.run(columns);
  };
  return ({ job, attempt, image }) => {
    insert('jobs', job);
    insert('job_attempts', attempt);
    insert('images', image);
  };
}

function writeImage(dataDir: string, relativePath: string): void {
  const path = join(dataDir, 'outputs', relativePath);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, SMALLEST_PNG);
}

/** The buckets are what lists count with; a seed that went around them would measure nothing. */
function checkCounts(database: BetterSqlite3.Database, jobs: number): void {
  const counted = database.prepare('SELECT sum(jobs) FROM job_buckets').pluck().get();
  if (counted !== jobs) throw new Error(`Seeded ${jobs} jobs, but job_buckets counts ${String(counted)}`);
}
