// A first guess of when a job will start: how long the last jobs of its kind took, times those before it, shared
// between the servers that take them.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { JobCountsRepository } from './job-counts.repository.js';
import type { JobRow } from './job.js';

const SAMPLE = 20;
const FRESH_MS = 5_000;

@Injectable()
export class StartEstimate {
  private readonly meanSeconds = new Map<string, { seconds: number | null; at: number }>();

  constructor(
    private readonly counts: JobCountsRepository,
    private readonly fleet: ServerFleet,
    private readonly clock: Clock,
  ) {}

  /** ISO time, or null before any job of this kind has run or while no server takes it. */
  async startOf(job: JobRow, position: number): Promise<string | null> {
    const slots = this.slotsFor(job);
    const seconds = slots ? await this.meanDuration(job.app_type) : null;
    if (seconds === null) return null;
    const estimate = this.clock.isoIn(Math.round(((position - 1) / slots) * seconds * 1000));
    return job.not_before && job.not_before > estimate ? job.not_before : estimate;
  }

  private slotsFor(job: JobRow): number {
    return this.fleet
      .dispatchable()
      .filter(
        (server) =>
          server.appType === job.app_type && (job.target_server_alias ?? server.alias) === server.alias,
      )
      .reduce((sum, server) => sum + server.maxConcurrentJobs, 0);
  }

  private async meanDuration(appType: string): Promise<number | null> {
    const known = this.meanSeconds.get(appType);
    if (known && this.clock.now() - known.at < FRESH_MS) return known.seconds;
    const durations = await this.counts.recentDurations(appType, SAMPLE);
    const seconds = durations.length ? durations.reduce((sum, one) => sum + one, 0) / durations.length : null;
    this.meanSeconds.set(appType, { seconds, at: this.clock.now() });
    return seconds;
  }
}
