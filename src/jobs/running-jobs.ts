// What runs now, and how long each of it will still take.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DurationBook } from './duration-book.js';
import type { SecondsRange } from './duration-model.js';
import { JobListRepository } from './job-list.repository.js';
import type { JobRow } from './job.js';
import { LiveProgress } from './live-progress.js';
import { remainingOf } from './running-remaining.js';

@Injectable()
export class RunningJobs {
  constructor(
    private readonly lists: JobListRepository,
    private readonly book: DurationBook,
    private readonly live: LiveProgress,
    private readonly clock: Clock,
  ) {}

  /** Of each server, what its jobs still take; null where nothing is known. */
  async byServer(): Promise<Map<string, (SecondsRange | null)[]>> {
    const servers = new Map<string, (SecondsRange | null)[]>();
    for (const row of await this.lists.running()) {
      if (row.slot_server_id === null) continue;
      const own = servers.get(row.slot_server_id) ?? [];
      servers.set(row.slot_server_id, [...own, this.remainingOf(row)]);
    }
    return servers;
  }

  remainingOf(job: JobRow): SecondsRange | null {
    if (job.started_timestamp === null) return null;
    const live = this.live.progressOf(job.mobilesd_job_id);
    const serverIds = job.server_id === null ? [] : [job.server_id];
    return remainingOf({
      elapsedSeconds: Math.max(0, (this.clock.now() - Date.parse(job.started_timestamp)) / 1000),
      etaSeconds: live ? live.etaSeconds : job.eta_seconds,
      percent: live?.percent ?? job.progress,
      estimate: this.book.estimate(this.book.workOf(job), serverIds),
    });
  }
}
