// Nothing is lost when a process dies: its leases are found, taken over with a new attempt number (which shuts a
// frozen owner out), and each generation is looked for on its server.
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import type { Fence } from '../jobs/job-claims.js';
import type { JobRow } from '../jobs/job.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { ActiveAttempts } from './active-attempts.js';
import { JobRunner } from './job-runner.js';

const SWEEP_MS = 15_000;

@Injectable()
export class Recovery implements OnApplicationBootstrap {
  private readonly logger = new Logger(Recovery.name);
  private ready = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly claims: JobClaimsRepository,
    private readonly fleet: ServerFleet,
    private readonly active: ActiveAttempts,
    private readonly runner: JobRunner,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    // The data folder is ours alone, so every lease in it is of a process that is gone.
    const found = await this.recover(await this.claims.leased());
    if (found)
      this.logger.warn(
        `${found} jobs were running when StableQueue last ended; looking for them on their servers`,
      );
    this.ready = true;
  }

  /** Leases that ran out, and own ones that no attempt stands behind any more. */
  @ScheduledTask({
    name: 'sweep-leases',
    description: 'Takes over jobs that nobody stands behind any more.',
    everyMs: SWEEP_MS,
  })
  async sweep(): Promise<void> {
    if (!this.ready) return;
    const now = new Date().toISOString();
    const leased = await this.claims.leased();
    await this.recover(
      leased.filter((row) => row.lease_owner === this.active.owner || (row.lease_until ?? '') < now),
    );
  }

  private async recover(orphans: JobRow[]): Promise<number> {
    let found = 0;
    for (const orphan of orphans) {
      if (orphan.lease_owner === this.active.owner && this.active.get(orphan.mobilesd_job_id)) continue;
      if (await this.takeOver(orphan)) found += 1;
    }
    return found;
  }

  private async takeOver(orphan: JobRow): Promise<boolean> {
    const server = orphan.server_id === null ? undefined : this.fleet.byId(orphan.server_id);
    const row = await this.claims.takeOver(
      orphan,
      this.active.owner,
      this.settings.LEASE_MS,
      server?.alias ?? 'removed',
    );
    if (!row) return false;
    if (server) this.runner.resume(row, server);
    else await this.giveBack(row);
    return true;
  }

  private async giveBack(row: JobRow): Promise<void> {
    const fence: Fence = { jobId: row.mobilesd_job_id, attempt: row.attempt, owner: this.active.owner };
    const reason = { code: 'server_removed', message: 'The server it ran on was removed; it runs again.' };
    const released = await this.claims.release(fence, {
      reason,
      error: null,
      notBefore: null,
      spendsRetry: false,
    });
    if (!released) await this.claims.letGo(fence);
  }
}
