// A backup that is to take the place of the database, at the next start, before that is opened. A mark in the data
// folder says which; it goes last, so a start that is killed anywhere is gone through again by the next one.
//
//   1. the present database is copied to `backups/` (before-restore), and the mark says so
//   2. the backup is copied to a file beside the database, and checked; nothing has been touched until here
//   3. the log of the present database goes (its copy of step 1 has what is in it), then the new file is renamed over it
//   4. the mark becomes the note of what was done
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { migrations } from '../../migrations/sqlite/index.js';
import { ConflictError, errorText, NotFoundError } from '../common/errors.js';
import { isJsonObject, parseJson, type JsonObject } from '../common/json.js';
import { PRIVATE } from '../config/private-folder.js';
import { backUp, backupsFolder, isBackupName, newBackupName } from './backup-files.js';
import { checkDatabase, copyDatabase, putInPlace, syncFolder, type FileCheck } from './sqlite-files.js';

const MARK = 'stablequeue.restore.json';
const NOTE = 'stablequeue.restored.json';

const logger = new Logger('Database');

interface Mark {
  name: string;
  /** The backup of the database that it takes the place of; null until that is made. */
  saved: string | null;
}

/** What became of the last restore. */
export interface RestoreNote {
  name: string;
  /** The backup of the database as it was before; null when none was made. */
  saved: string | null;
  timestamp: string;
  /** Why the present database was kept; null: it was replaced. */
  error: string | null;
}

/** The backup that the next start puts in place; null: none. */
export function restorePending(databasePath: string): string | null {
  return readMark(databasePath)?.name ?? null;
}

export function lastRestore(databasePath: string): RestoreNote | null {
  const note = readJson(join(dirname(databasePath), NOTE));
  if (!note || typeof note['name'] !== 'string') return null;
  return note as unknown as RestoreNote;
}

/**
 * Marks a backup as the one that the next start puts in place.
 * @throws NotFoundError, ConflictError `backup_unusable`, `backup_too_new`
 */
export async function markRestore(databasePath: string, name: string): Promise<void> {
  const file = join(backupsFolder(databasePath), name);
  if (!isBackupName(name) || !existsSync(file)) throw new NotFoundError('backup', name);
  refuseUnusable(name, await checkDatabase(file));
  await writeJson(join(dirname(databasePath), MARK), { name, saved: null } satisfies Mark);
}

/** @returns whether there was one */
export async function unmarkRestore(databasePath: string): Promise<boolean> {
  const was = restorePending(databasePath) !== null;
  await rm(join(dirname(databasePath), MARK), { force: true });
  await syncFolder(dirname(databasePath));
  return was;
}

/**
 * Puts the marked backup in place. Only while nobody has the database open. A backup that has become unusable since it
 * was marked leaves everything as it is.
 * @returns what was done; null when nothing was marked
 */
export async function restoreIfMarked(databasePath: string): Promise<RestoreNote | null> {
  const mark = readMark(databasePath);
  if (!mark) return null;
  const saved = mark.saved ?? (await savePresent(databasePath, mark.name));
  const problem = await stage(databasePath, mark.name).then(() => null, errorText);
  if (problem === null) await swap(databasePath);
  else await rm(stagedPath(databasePath), { force: true });
  const note = { name: mark.name, saved, timestamp: new Date().toISOString(), error: problem };
  await writeJson(join(dirname(databasePath), NOTE), note);
  await unmarkRestore(databasePath);
  if (problem === null) logger.warn('The database was replaced by a backup', note);
  else logger.error(`The backup was not put in place, the database is as it was: ${problem}`, note);
  return note;
}

/** Null when there is no database to save. */
async function savePresent(databasePath: string, name: string): Promise<string | null> {
  if (!existsSync(databasePath)) return null;
  const path = await backUp(databasePath, 'before-restore').catch((error: unknown) => {
    // A damaged database may be why somebody restores: then its files are kept as they are.
    logger.error(`The present database cannot be copied as one: ${errorText(error)}`);
    return keepFiles(databasePath);
  });
  const saved = path.slice(backupsFolder(databasePath).length + 1);
  await writeJson(join(dirname(databasePath), MARK), { name, saved } satisfies Mark);
  return saved;
}

async function keepFiles(databasePath: string): Promise<string> {
  const folder = backupsFolder(databasePath);
  await mkdir(folder, { recursive: true, mode: PRIVATE });
  const target = join(folder, newBackupName('before-restore', new Date()));
  // The name of the database last: a backup is there only when its log is.
  for (const end of ['-wal', '']) {
    if (!existsSync(`${databasePath}${end}`)) continue;
    await copyFile(`${databasePath}${end}`, `${target}${end}.part`);
    await putInPlace(`${target}${end}.part`, `${target}${end}`);
  }
  return target;
}

function stagedPath(databasePath: string): string {
  return `${databasePath}.restoring`;
}

/** Through SQLite rather than byte by byte: a backup of somebody's own may come with a log. */
async function stage(databasePath: string, name: string): Promise<void> {
  const file = join(backupsFolder(databasePath), name);
  if (!existsSync(file)) throw new NotFoundError('backup', name);
  refuseUnusable(name, await copyDatabase(file, stagedPath(databasePath)));
}

async function swap(databasePath: string): Promise<void> {
  // A log beside a database that it does not belong to would be played into it.
  for (const end of ['-wal', '-shm']) await rm(`${databasePath}${end}`, { force: true });
  await syncFolder(dirname(databasePath));
  await putInPlace(stagedPath(databasePath), databasePath);
}

function refuseUnusable(name: string, { problem, migrations: had }: FileCheck): void {
  if (problem !== null || had === null) {
    const why = problem ?? 'it is not a database of StableQueue';
    throw new ConflictError('backup_unusable', `The backup "${name}" cannot be used: ${why}.`);
  }
  const known = new Set<string>(migrations.map((Migration) => new Migration().name));
  const unknown = had.filter((migration) => !known.has(migration));
  if (!unknown.length) return;
  const message = `The backup "${name}" was made by a newer version of StableQueue; update this one first.`;
  throw new ConflictError('backup_too_new', message, { unknown_migrations: unknown });
}

function readMark(databasePath: string): Mark | null {
  const mark = readJson(join(dirname(databasePath), MARK));
  const name = mark?.['name'];
  // The file is a person's to write too, and the name becomes a path.
  if (!mark || typeof name !== 'string' || !isBackupName(name)) return null;
  const saved = mark['saved'];
  return { name, saved: typeof saved === 'string' ? saved : null };
}

function readJson(path: string): JsonObject | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const value = parseJson(text);
  return isJsonObject(value) ? value : null;
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(`${path}.part`, JSON.stringify(value), { mode: 0o600 });
  await putInPlace(`${path}.part`, path);
}
