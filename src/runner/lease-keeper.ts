import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { TaskBook } from '../common/tasks/task-book.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { ActiveAttempts } from './active-attempts.js';

const TASK = 'extend-leases';

/** Keeps this process's leases from running out, all in one statement, three times per lease. */
@Injectable()
export class LeaseKeeper implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LeaseKeeper.name);
  private timer?: NodeJS.Timeout;
  private lastAt = performance.now();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly claims: JobClaimsRepository,
    private readonly active: ActiveAttempts,
    private readonly tasks: TaskBook,
  ) {}

  onModuleInit(): void {
    this.tasks.add({
      name: TASK,
      description: 'Says that this process still stands behind its running jobs.',
      everyMs: this.everyMs,
      run: () => this.extend(),
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.tasks.isDue(TASK, Date.now() + this.everyMs);
      void this.tasks.run(TASK);
    }, this.everyMs);
    this.tasks.isDue(TASK, Date.now() + this.everyMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private get everyMs(): number {
    return this.settings.LEASE_MS / 3;
  }

  /** A failure costs nothing yet: two more extensions are due before the lease runs out. */
  private async extend(): Promise<void> {
    this.warnAfterFreeze();
    if (!this.active.all.length) return;
    await this.claims.extendLeases(this.active.owner, this.settings.LEASE_MS);
  }

  private warnAfterFreeze(): void {
    const sinceMs = performance.now() - this.lastAt;
    this.lastAt = performance.now();
    if (sinceMs > this.settings.LEASE_MS)
      this.logger.warn(
        `This process stood still for ${Math.round(sinceMs / 1000)} s; attempts that others took over meanwhile are dropped`,
      );
  }
}
