import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../src/common/clock.js';
import { Database } from '../../src/database/database.js';
import { openSqlite } from '../../src/database/open-sqlite.js';
import { sqliteOptions } from '../../src/database/sqlite-options.js';
import { EventBus } from '../../src/events/event-bus.js';

/** A clock that stands until it is told to go on. */
export class FakeClock extends Clock {
  constructor(private ms = Date.parse('2026-01-01T00:00:00.000Z')) {
    super();
  }

  override now(): number {
    return this.ms;
  }

  advance(ms: number): void {
    this.ms += ms;
  }
}

export interface TempDatabase {
  dataDir: string;
  database: Database;
  events: EventBus;
  clock: FakeClock;
  close(): Promise<void>;
}

/** The real schema in a folder of its own, gone after `close`. */
export async function openTempDatabase(): Promise<TempDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stablequeue-test-'));
  const dataSource = await openSqlite(sqliteOptions({ dataDir, SQLITE_SYNCHRONOUS: 'normal' }));
  const database = new Database(dataSource);
  const clock = new FakeClock();
  return {
    dataDir,
    database,
    clock,
    events: new EventBus(database, clock),
    close: async () => {
      await database.onApplicationShutdown();
      rmSync(dataDir, { recursive: true });
    },
  };
}
