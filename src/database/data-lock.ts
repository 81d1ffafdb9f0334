// One process per data folder: on SQLite two would overwrite each other's jobs.
// The lock is the operating system's own, held on a small SQLite file: it goes with the process however that ends,
// also between containers that share the folder, so there are no stale locks to judge.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { PRIVATE } from '../config/private-folder.js';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { isJsonObject, parseJson } from '../common/json.js';

const LOCK_FILE = 'stablequeue.lock';
const INSTANCE_FILE = 'stablequeue.instance.json';

/** Who holds the folder, as told by the holder. */
export interface Instance {
  pid: number;
  /** Where it answers; null until it listens. */
  url: string | null;
  /** Opens the console to commands on this machine (`access/identity/local-token.ts`); for the owner of the folder only. */
  token: string | null;
}

export class DataFolderInUseError extends Error {
  constructor(dataDir: string, instance: Instance | null) {
    const who = instance ? ` (process ${instance.pid}${instance.url ? `, ${instance.url}` : ''})` : '';
    super(
      `Another StableQueue${who} already uses the data folder ${dataDir}. ` +
        `Stop it, or give this one a folder of its own with CONFIG_DATA_PATH.`,
    );
  }
}

/** Held from start to exit. */
export class DataLock {
  private constructor(
    private readonly dataDir: string,
    private readonly file: BetterSqlite3.Database,
  ) {}

  /** @throws DataFolderInUseError while another process holds it */
  static take(dataDir: string): DataLock {
    mkdirSync(dataDir, { recursive: true, mode: PRIVATE });
    const file = new BetterSqlite3(join(dataDir, LOCK_FILE), { timeout: 0 });
    try {
      file.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      file.close();
      if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) {
        throw new DataFolderInUseError(dataDir, readInstance(dataDir));
      }
      throw error;
    }
    const lock = new DataLock(dataDir, file);
    lock.announce(null);
    return lock;
  }

  /** Tells others where this process answers, and what shows it that they may read this folder. */
  announce(url: string | null, token: string | null = null): void {
    const instance: Instance = { pid: process.pid, url, token };
    const path = join(this.dataDir, INSTANCE_FILE);
    // A mode is given to new files only.
    rmSync(path, { force: true });
    writeFileSync(path, JSON.stringify(instance), { mode: 0o600 });
  }

  release(): void {
    rmSync(join(this.dataDir, INSTANCE_FILE), { force: true });
    this.file.close();
  }
}

/** What the holder of the folder told last; null if nobody did. Says nothing about whether it still lives. */
export function readInstance(dataDir: string): Instance | null {
  let text: string;
  try {
    text = readFileSync(join(dataDir, INSTANCE_FILE), 'utf8');
  } catch {
    return null;
  }
  const value = parseJson(text);
  if (!isJsonObject(value)) return null;
  const { pid, url, token } = value;
  if (typeof pid !== 'number') return null;
  return { pid, url: typeof url === 'string' ? url : null, token: typeof token === 'string' ? token : null };
}
