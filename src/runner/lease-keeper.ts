import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { errorText } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { ActiveAttempts } from './active-attempts.js';

/** Keeps this process's leases from running out, all in one statement, three times per lease. */
@Injectable()
export class LeaseKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LeaseKeeper.name);
  private timer?: NodeJS.Timeout;
  private lastAt = performance.now();

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly claims: JobClaimsRepository,
    private readonly active: ActiveAttempts,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.extend(), this.settings.LEASE_MS / 3);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async extend(): Promise<void> {
    this.warnAfterFreeze();
    if (!this.active.all.length) return;
    // A failure costs nothing yet: two more extensions are due before the lease runs out.
    await this.claims.extendLeases(this.active.owner, this.settings.LEASE_MS).catch((error: unknown) => {
      this.logger.error(`Leases could not be extended: ${errorText(error)}`);
    });
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
