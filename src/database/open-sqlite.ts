// Opens the SQLite file: puts a backup in place that was marked for it, keeps a verified copy before its schema
// changes, and brings the schema up to date.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Logger } from '@nestjs/common';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { PRIVATE } from '../config/private-folder.js';
import { backUp } from './backup-files.js';
import { restoreIfMarked } from './restore-point.js';

const logger = new Logger('Database');

/** @throws Error when the file is damaged or a migration fails; the copy made before stays in `backups/`. */
export async function openSqlite(options: DataSourceOptions): Promise<DataSource> {
  const path = options.database as string;
  mkdirSync(dirname(path), { recursive: true, mode: PRIVATE });
  await restoreIfMarked(path);
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
