import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SettingsStore } from '../database/settings-store.js';
import { JobCountsRepository } from '../jobs/job-counts.repository.js';
import { QueueState } from '../jobs/queue-state.js';
import type { JobCountsDto } from '../jobs/queue.dto.js';
import { ActiveAttempts } from '../runner/active-attempts.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { VERSION } from '../version.js';
import type { HealthDto } from './health.dto.js';

const WRITE_TIMEOUT_MS = 5_000;
/** A look costs a commit, so many askers share one. */
const LOOK_EVERY_MS = 1_000;

@Injectable()
export class HealthService implements OnApplicationBootstrap, OnModuleDestroy {
  private serving = false;
  private lastLook: { at: number; canWrite: Promise<boolean> } | undefined;

  constructor(
    private readonly store: SettingsStore,
    private readonly counts: JobCountsRepository,
    private readonly queue: QueueState,
    private readonly fleet: ServerFleet,
    private readonly active: ActiveAttempts,
  ) {}

  onApplicationBootstrap(): void {
    this.serving = true;
  }

  onModuleDestroy(): void {
    this.serving = false;
  }

  async isReady(): Promise<boolean> {
    return this.serving && (await this.recentLook());
  }

  async report(): Promise<HealthDto> {
    const ready = await this.isReady();
    return {
      status: ready ? 'ok' : 'unavailable',
      live: true,
      ready,
      version: VERSION,
      uptime_seconds: Math.round(process.uptime()),
      queue: {
        paused: this.queue.paused,
        blocked: this.queue.blocked?.message ?? null,
        jobs: (await this.counts.counts()) as unknown as JobCountsDto,
      },
      servers: this.fleet.all().map((server) => ({
        alias: server.alias,
        app_type: server.appType,
        state: server.enabled ? server.health.state : 'disabled',
        running: this.active.occupied(server.id),
      })),
    };
  }

  private recentLook(): Promise<boolean> {
    const now = performance.now();
    if (!this.lastLook || now - this.lastLook.at > LOOK_EVERY_MS) {
      this.lastLook = { at: now, canWrite: this.canWrite() };
    }
    return this.lastLook.canWrite;
  }

  private async canWrite(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), WRITE_TIMEOUT_MS);
    });
    // Whatever the reason, a database that cannot be written is an answer here, not an error.
    const written = this.store.set('health.probe', 1).then(
      () => true,
      () => false,
    );
    const result = await Promise.race([written, timeout]);
    clearTimeout(timer);
    return result;
  }
}
