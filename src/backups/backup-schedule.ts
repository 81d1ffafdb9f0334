// A backup each day, by itself. Due is what the newest scheduled one says, so a restart neither makes one too many nor
// leaves one out.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { TaskBook } from '../common/tasks/task-book.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { BackupList } from './backup-list.js';
import { BackupsService } from './backups.service.js';

const NAME = 'back-up';
const EVERY_MS = 24 * 3_600_000;
/** Often enough, also after the machine has slept. */
const LOOK_EVERY_MS = 10 * 60_000;

@Injectable()
export class BackupSchedule implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private dueAt: number | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE'>,
    private readonly backups: BackupsService,
    private readonly list: BackupList,
    private readonly tasks: TaskBook,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tasks.add({
      name: NAME,
      description:
        'Makes a backup of the database; keeps 7 daily and 4 weekly ones, and the last 5 of each other kind.',
      everyMs: EVERY_MS,
      run: () => this.backUp(),
      nextRunAt: () => this.dueAt,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    await this.dropHalfMade();
    const newest = (await this.list.files()).find(({ reason }) => reason === 'scheduled');
    // A day after the first start: an empty database is no loss.
    this.dueAt = (newest ? Date.parse(newest.createdAt) : this.clock.now()) + EVERY_MS;
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.tasks.underWay(NAME);
  }

  /** Runs it if it is due. */
  look(): void {
    if (this.dueAt !== null && this.clock.now() >= this.dueAt) void this.tasks.run(NAME);
  }

  private async backUp(): Promise<void> {
    // Also when it fails: the next day is soon enough, and the task shows the failure.
    if (this.dueAt !== null) this.dueAt = this.clock.now() + EVERY_MS;
    await this.backups.make('scheduled');
    await this.backups.prune();
  }

  /** What a kill has left. */
  private async dropHalfMade(): Promise<void> {
    const names = await readdir(this.list.folder).catch(() => []);
    for (const name of names.filter(
      (one) => one.includes('.sqlite') && /\.part(-wal|-shm|-journal)?$/.test(one),
    ))
      await rm(join(this.list.folder, name), { force: true });
  }
}
