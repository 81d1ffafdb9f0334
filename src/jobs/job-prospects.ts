// What lies ahead of jobs that have not ended: their place in the queue, why they wait, when they will start and end.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobOutlook } from './job-outlook.js';
import type { JobRow, WaitingReason } from './job.js';
import { NO_FORECAST, timesOf, type JobTimes } from './job-times.js';
import { StartEstimate, type JobForecast } from './start-estimate.js';
import { waitingReason } from './waiting-reason.js';

export interface Prospects {
  queuePosition: number | null;
  waitingReason: WaitingReason | null;
  times: JobTimes;
}

@Injectable()
export class JobProspects {
  constructor(
    private readonly counts: JobCountsRepository,
    private readonly outlook: JobOutlook,
    private readonly estimate: StartEstimate,
    private readonly clock: Clock,
  ) {}

  async of(row: JobRow): Promise<Prospects> {
    const position = row.status === 'pending' ? (await this.counts.ahead(row)) + 1 : null;
    const [prospects] = await this.ofAll([row], [position]);
    return prospects!;
  }

  /** What the answer to a submit tells. */
  async atSubmit(row: JobRow): Promise<{ queuePosition: number; times: JobTimes }> {
    const ahead = await this.counts.ahead(row);
    const forecast = await this.forecast(row, ahead);
    return { queuePosition: ahead + 1, times: timesOf(forecast, this.clock.now()) };
  }

  /** `queued`: the rows are in the order of the queue, so that each can be given its position. */
  async ofPage(rows: readonly JobRow[], queued: boolean): Promise<Prospects[]> {
    const positions = queued ? await this.counts.positions(rows) : rows.map(() => null);
    return this.ofAll(rows, positions);
  }

  private async ofAll(rows: readonly JobRow[], positions: (number | null)[]): Promise<Prospects[]> {
    const outlookOf = await this.outlook.of(rows);
    const all: Prospects[] = [];
    for (const [index, row] of rows.entries()) {
      const queuePosition = positions[index] ?? null;
      const ahead = queuePosition === null ? null : queuePosition - 1;
      const reason = waitingReason(row, { ...outlookOf(row), ahead });
      const forecast = isStuck(reason) ? NO_FORECAST : await this.forecast(row, ahead);
      all.push({
        queuePosition,
        waitingReason: reason,
        times: timesOf(forecast, this.clock.now()),
      });
    }
    return all;
  }

  /** A job that somebody has to let go first, or that waits for others, has no time to tell. */
  private async forecast(row: JobRow, ahead: number | null): Promise<JobForecast> {
    if (row.status === 'processing') return this.estimate.running(row);
    if (row.status !== 'pending' || row.held || row.open_dependencies > 0) return NO_FORECAST;
    if (this.outlook.isHalted) return NO_FORECAST;
    return this.estimate.waiting(row, ahead);
  }
}

/** Nobody knows when what it waits for will come. */
function isStuck(reason: WaitingReason | null): boolean {
  return reason !== null && /^(no_server|model_on_no_server|quota_gpu_seconds)/.test(reason.code);
}
