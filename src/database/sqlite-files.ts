// Database files as a whole: copied while they are in use, checked, put in place so that a crash leaves the old or the
// new one. The long work is done by `sqlite-worker.mjs`.
import { existsSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';

const WORKER = new URL('./sqlite-worker.mjs', import.meta.url);

export interface FileCheck {
  /** What is wrong with it, in SQLite's words; null: nothing. */
  problem: string | null;
  /** Names of the migrations that it has had, oldest first; null: it is no database of StableQueue. */
  migrations: string[] | null;
}

/**
 * A consistent, checked copy under `target`, on disk when this resolves. What stands there under its name is whole, or
 * is not there.
 * @throws Error when the source cannot be read or its copy is damaged
 */
export async function copyDatabase(path: string, target: string): Promise<FileCheck> {
  const part = `${target}.part`;
  try {
    await rm(part, { force: true });
    await ask('copy', { path, target: part });
    const found = await checkDatabase(part);
    if (found.problem !== null) throw new Error(`The copy ${part} is damaged: ${found.problem}`);
    await putInPlace(part, target);
    return found;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

export async function checkDatabase(path: string): Promise<FileCheck> {
  // Looking at a file that was in WAL mode leaves these beside it.
  const leftovers = ['-shm', '-wal'].map((end) => `${path}${end}`).filter((name) => !existsSync(name));
  const found = await ask<FileCheck>('check', { path });
  for (const name of leftovers) if (await isEmptyOrShared(name)) await rm(name, { force: true });
  return found;
}

/** Renames over whatever is there, and is sure of it. */
export async function putInPlace(from: string, to: string): Promise<void> {
  await sync(from);
  await rename(from, to);
  await syncFolder(dirname(to));
}

export async function syncFolder(folder: string): Promise<void> {
  // Windows knows no such thing.
  if (process.platform !== 'win32') await sync(folder);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isEmptyOrShared(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && (path.endsWith('-shm') || found.size === 0);
}

function ask<T>(operation: string, files: Record<string, string>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    // Options of this process may be none that a file can be run with.
    const worker = new Worker(WORKER, { workerData: { operation, ...files }, execArgv: [] });
    worker.once('message', (answer: T) => {
      resolve(answer);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`The work on ${Object.values(files).join(', ')} broke off`)));
  });
}

/** With its log. */
export async function databaseBytes(path: string): Promise<number> {
  const sizes = await Promise.all(['', '-wal'].map((end) => bytesOf(`${path}${end}`)));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** 0 for what is not there. */
export async function bytesOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}
