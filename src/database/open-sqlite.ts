// Opens the SQLite file, keeps a verified copy before its schema changes, and brings the schema up to date.
import { existsSync, mkdirSync } from 'node:fs';
import { PRIVATE } from '../config/private-folder.js';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import BetterSqlite3 from 'better-sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';

const logger = new Logger('Database');

/** @throws Error when the file is damaged or a migration fails; the copy made before stays in `backups/`. */
export async function openSqlite(options: DataSourceOptions): Promise<DataSource> {
  const path = options.database as string;
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE });
  const existed = existsSync(path);
  const dataSource = await new DataSource(options).initialize();
  if (await dataSource.showMigrations()) {
    if (existed) await backUp(path, 'before-migration');
    const ran = await dataSource.runMigrations();
    logger.log('Schema brought up to date', { migrations: ran.map((migration) => migration.name) });
  }
  // A failed run leaves foreign keys off on the only connection; never go on like that.
  const [row] = await dataSource.query<{ foreign_keys: number }[]>('PRAGMA foreign_keys');
  if (row?.foreign_keys !== 1) throw new Error('SQLite runs without foreign keys after its migrations');
  return dataSource;
}

/**
 * A consistent, verified copy of a database that may be in use, in `backups/` beside it.
 * @returns its path
 */
export async function backUp(path: string, label: string): Promise<string> {
  const folder = join(dirname(path), 'backups');
  mkdirSync(folder, { recursive: true, mode: PRIVATE });
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const target = join(folder, `stablequeue-${stamp}-${label}.sqlite`);
  const source = new BetterSqlite3(path, { readonly: true });
  try {
    await source.backup(`${target}.part`);
  } finally {
    source.close();
  }
  verify(`${target}.part`);
  await rename(`${target}.part`, target);
  // What SQLite leaves beside a file that was read in WAL mode.
  for (const leftover of ['-shm', '-wal']) await rm(`${target}.part${leftover}`, { force: true });
  logger.log('Database copied', { path: target });
  return target;
}

function verify(path: string): void {
  const copy = new BetterSqlite3(path, { readonly: true });
  try {
    const result = copy.pragma('quick_check', { simple: true });
    if (result !== 'ok') throw new Error(`The copy ${path} is damaged: ${String(result)}`);
  } finally {
    copy.close();
  }
}
