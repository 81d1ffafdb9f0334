// Backups as an operator uses them: made, listed, downloaded, deleted, marked to be restored. How a file is copied and
// how a restore is carried out is in `database/`; when one is made by itself is `backup-schedule.ts`.
import { rm, statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ConflictError, DomainError, NotFoundError } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { backUp, type BackupLabel } from '../database/backup-files.js';
import { lastRestore, markRestore, restorePending, unmarkRestore } from '../database/restore-point.js';
import { databaseBytes } from '../database/sqlite-files.js';
import { databasePath } from '../database/sqlite-options.js';
import { BackupList, type Backup } from './backup-list.js';
import { surplusBackups } from './surplus-backups.js';
import type { BackupDto, BackupListDto } from './backups.dto.js';

@Injectable()
export class BackupsService {
  private readonly logger = new Logger('Backups');
  private readonly path: string;
  private making: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'dataDir'>,
    private readonly list: BackupList,
    private readonly clock: Clock,
  ) {
    this.path = databasePath(settings);
  }

  async all(): Promise<BackupListDto> {
    return {
      backups: (await this.list.all()).map(toDto),
      restore_pending: restorePending(this.path),
      last_restore: lastRestore(this.path),
    };
  }

  /** One after the other, however many ask. @throws DomainError `disk_full` */
  async make(label: BackupLabel): Promise<BackupDto> {
    const turn = this.making.then(() => this.makeNow(label));
    this.making = turn.catch(() => undefined);
    return turn;
  }

  /** @throws NotFoundError */
  async find(name: string): Promise<Backup> {
    const backup = await this.list.find(name);
    if (!backup) throw new NotFoundError('backup', name);
    return backup;
  }

  /** @throws NotFoundError, ConflictError `restore_pending` */
  async remove(name: string): Promise<void> {
    const { path } = await this.find(name);
    if (restorePending(this.path) === name) {
      const message = `The backup "${name}" is to be restored at the next start; take that back first.`;
      throw new ConflictError('restore_pending', message);
    }
    for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true });
    this.logger.log('Backup deleted', { name });
  }

  /** @throws NotFoundError, ConflictError `backup_unusable`, `backup_too_new` */
  async restoreAtNextStart(name: string): Promise<void> {
    await this.find(name);
    await markRestore(this.path, name);
    this.logger.warn('The next start puts a backup in place of the database', { name });
  }

  /** @returns whether there was one */
  async keepDatabase(): Promise<boolean> {
    return unmarkRestore(this.path);
  }

  /** Deletes those that are no longer wanted. */
  async prune(): Promise<void> {
    const pending = restorePending(this.path);
    const surplus = surplusBackups(await this.list.files()).filter((name) => name !== pending);
    for (const name of surplus) await this.remove(name);
  }

  private async makeNow(label: BackupLabel): Promise<BackupDto> {
    await this.refuseWithoutRoom();
    const path = await backUp(this.path, label, new Date(this.clock.now()));
    const made = (await this.list.all()).find(({ name }) => name === basename(path));
    if (!made) throw new NotFoundError('backup', basename(path));
    return toDto(made);
  }

  /** Filling the disk would stop the queue. */
  private async refuseWithoutRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.settings.dataDir);
    const needed = await databaseBytes(this.path);
    if (bavail * bsize > 2 * needed) return;
    const message =
      'A backup needs as much room as the database, and there is not twice as much; free some space.';
    throw new DomainError('disk_full', 507, message, { needed_bytes: needed, free_bytes: bavail * bsize });
  }
}

function toDto({ name, bytes, createdAt, reason, check }: Backup): BackupDto {
  return {
    ...{ name, size_bytes: bytes, created_timestamp: createdAt, reason },
    schema: check?.migrations?.at(-1) ?? null,
    verified: check !== null && check.problem === null && check.migrations !== null,
    problem: check?.problem ?? null,
  };
}
