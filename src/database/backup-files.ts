// The folder of backups beside the database: what a backup is called, and making one. Which are kept is `backups/`'s.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { PRIVATE } from '../config/private-folder.js';
import { copyDatabase } from './sqlite-files.js';

/** Why a backup was made; the name of its file says it. */
export const BACKUP_LABELS = [
  'before-migration',
  'before-reset',
  'manual',
  'scheduled',
  'before-restore',
] as const;
export type BackupLabel = (typeof BACKUP_LABELS)[number];

/** Ours, and those that somebody has put there: no folders, nothing hidden. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}\.sqlite$/;
const OURS = new RegExp(
  `^stablequeue-(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)-(\\d\\d)-(\\d\\d)-(\\d{3})Z-(${BACKUP_LABELS.join('|')})\\.sqlite$`,
);

const logger = new Logger('Database');

export function backupsFolder(databasePath: string): string {
  return join(dirname(databasePath), 'backups');
}

export function isBackupName(name: string): boolean {
  return NAME.test(name);
}

/** What the name of one of ours says; undefined for others. */
export function readBackupName(name: string): { createdAt: string; label: BackupLabel } | undefined {
  const [, day, hours, minutes, seconds, ms, label] = OURS.exec(name) ?? [];
  if (!label) return undefined;
  return { createdAt: `${day}T${hours}:${minutes}:${seconds}.${ms}Z`, label: label as BackupLabel };
}

export function newBackupName(label: BackupLabel, now: Date): string {
  return `stablequeue-${now.toISOString().replace(/[:.]/g, '-')}-${label}.sqlite`;
}

/**
 * A consistent, verified copy of a database that may be in use, in `backups/` beside it.
 * @returns its path
 */
export async function backUp(path: string, label: BackupLabel, now = new Date()): Promise<string> {
  const folder = backupsFolder(path);
  mkdirSync(folder, { recursive: true, mode: PRIVATE });
  const target = join(folder, newBackupName(label, now));
  await copyDatabase(path, target);
  logger.log('Database copied', { path: target });
  return target;
}
