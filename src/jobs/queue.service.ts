// The queue as a whole: pause and resume, clear what has ended, reset with a copy kept, and what a start does with
// jobs that have waited too long.
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { backUp } from '../database/backup-files.js';
import { databasePath } from '../database/sqlite-options.js';
import { JobsRepository } from './jobs.repository.js';
import { QueueRepository } from './queue.repository.js';
import { JobSignals } from './job-signals.js';

const PER_BITE = 500;
const HOUR_MS = 3_600_000;

@Injectable()
export class QueueService implements OnApplicationBootstrap {
  private readonly logger = new Logger(QueueService.name);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly jobs: JobsRepository,
    private readonly queue: QueueRepository,
    private readonly signals: JobSignals,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const hours = this.settings.QUEUE_HOLD_AFTER_HOURS;
    if (hours === undefined) return;
    const reason = {
      code: 'held_at_start',
      message: `It had waited for more than ${hours} hours when StableQueue started; release or cancel it.`,
    };
    const held = await this.queue.holdOlderThan(this.clock.isoIn(-hours * HOUR_MS), JSON.stringify(reason));
    if (held) this.logger.warn(`${held} old jobs are held for a decision`, { held });
  }

  async releaseHeld(): Promise<number> {
    const released = await this.queue.releaseHeld();
    if (released) this.signals.work$.next();
    return released;
  }

  /** Forgets ended jobs of the given states that ended at least `olderThanSeconds` ago. Images stay. */
  async clear(statuses: readonly string[], olderThanSeconds: number): Promise<number> {
    const before = this.clock.isoIn(-olderThanSeconds * 1000);
    let cleared = 0;
    for (;;) {
      const bite = await this.queue.clear(statuses, before, PER_BITE);
      cleared += bite;
      if (bite < PER_BITE) return cleared;
    }
  }

  /**
   * Cancels what waits and runs and forgets every job, after a verified copy of the database. Images and servers stay.
   * @returns the copy's path, and how many jobs were forgotten
   */
  async reset(): Promise<{ backup: string; jobs: number }> {
    const backup = await backUp(databasePath(this.settings), 'before-reset');
    await this.cancelAll();
    return { backup, jobs: await this.clear(['completed', 'failed', 'cancelled'], 0) };
  }

  private async cancelAll(): Promise<void> {
    for (;;) {
      const ids = await this.queue.unfinished(PER_BITE);
      if (!ids.length) return;
      const cancelled = await Promise.all(ids.map((id) => this.jobs.cancel(id)));
      for (const row of cancelled) if (row?.lease_owner) this.signals.cancelled$.next(row.mobilesd_job_id);
    }
  }
}
