// How the SQLite file is opened: shared by the app, the TypeORM CLI and the tests.
import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { migrations } from '../../migrations/sqlite/index.js';
import type { Settings } from '../config/settings.js';
import { entities } from './entities.js';

export const DATABASE_FILE = 'stablequeue.sqlite';

interface RawDatabase {
  pragma(text: string): unknown;
}

export function databasePath(settings: Pick<Settings, 'dataDir'>): string {
  return join(settings.dataDir, DATABASE_FILE);
}

/**
 * WAL, foreign keys on, and `synchronous=FULL` unless the operator chose otherwise: an answered submit survives
 * power loss (better-sqlite3 is compiled with NORMAL as the WAL default, which would not).
 */
export function sqliteOptions(settings: Pick<Settings, 'dataDir' | 'SQLITE_SYNCHRONOUS'>): DataSourceOptions {
  return {
    type: 'better-sqlite3',
    database: databasePath(settings),
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    enableWAL: true,
    timeout: 5000,
    statementCacheSize: 200,
    prepareDatabase: (db: RawDatabase) => {
      db.pragma(`synchronous = ${settings.SQLITE_SYNCHRONOUS}`);
      db.pragma('journal_size_limit = 67108864');
      db.pragma('trusted_schema = OFF');
      db.pragma('cache_size = -32000');
      db.pragma('temp_store = MEMORY');
    },
  };
}
