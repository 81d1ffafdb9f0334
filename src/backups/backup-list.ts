// The backups that lie in their folder, each with what a look at it found. A look reads the whole file, so it is made
// once for each state of a file, one after the other, and a list waits for it a moment only.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { backupsFolder, isBackupName, readBackupName, type BackupLabel } from '../database/backup-files.js';
import { checkDatabase, type FileCheck } from '../database/sqlite-files.js';
import { databasePath } from '../database/sqlite-options.js';
import type { BackupReason } from './backups.dto.js';

export interface Backup {
  name: string;
  path: string;
  bytes: number;
  /** ISO-8601. */
  createdAt: string;
  reason: BackupReason;
  /** Null: still being looked at. */
  check: FileCheck | null;
}

const REASONS: Record<BackupLabel, BackupReason> = {
  manual: 'manual',
  scheduled: 'scheduled',
  'before-migration': 'migration',
  'before-reset': 'reset',
  'before-restore': 'before_restore',
};
const PATIENCE_MS = 3_000;

@Injectable()
export class BackupList {
  readonly folder: string;
  private readonly checks = new Map<string, FileCheck>();
  private looking: Promise<void> = Promise.resolve();

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'dataDir'>) {
    this.folder = backupsFolder(databasePath(settings));
  }

  /** The newest first; without what a look would find. */
  async files(): Promise<Backup[]> {
    const names = (await readdir(this.folder).catch(() => [])).filter(isBackupName);
    const found = await Promise.all(names.map((name) => this.read(name)));
    return found.flatMap((backup) => backup ?? []).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  /** The same, each looked at. */
  async all(): Promise<Backup[]> {
    const files = await this.files();
    this.forgetOthers(new Set(files.map(stateOf)));
    this.looking = files.reduce((before, file) => before.then(() => this.look(file)), this.looking);
    await Promise.race([this.looking, patience()]);
    return files.map((file) => ({ ...file, check: this.checks.get(stateOf(file)) ?? null }));
  }

  /** One by its name; undefined: there is none. */
  async find(name: string): Promise<Backup | undefined> {
    return isBackupName(name) ? this.read(name) : undefined;
  }

  private async read(name: string): Promise<Backup | undefined> {
    const path = join(this.folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const { createdAt, label } = readBackupName(name) ?? {};
    const written = found.mtime.toISOString();
    return {
      ...{ name, path, bytes: found.size, check: null },
      createdAt: createdAt ?? written,
      reason: label ? REASONS[label] : 'manual',
    };
  }

  private forgetOthers(states: ReadonlySet<string>): void {
    for (const state of this.checks.keys()) if (!states.has(state)) this.checks.delete(state);
  }

  private async look(file: Backup): Promise<void> {
    const state = stateOf(file);
    if (!this.checks.has(state)) this.checks.set(state, await checkDatabase(file.path));
  }
}

/** A file that is written anew is another one. */
function stateOf({ name, bytes, createdAt }: Backup): string {
  return `${name} ${bytes} ${createdAt}`;
}

function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS).unref();
  });
}
