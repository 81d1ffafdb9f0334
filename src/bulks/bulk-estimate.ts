// How long a bulk will take: what its jobs will take by what others of their kind took (`jobs/duration-book.ts`), shared
// between the servers that take them.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DurationBook } from '../jobs/duration-book.js';
import type { SecondsRange } from '../jobs/duration-model.js';
import { JobServers, type Wanted } from '../jobs/job-servers.js';
import { QueueState } from '../jobs/queue-state.js';
import type { BulkEtaDto } from './bulk-answers.dto.js';

/** A row of `jobs`, as far as it matters here. */
export interface EstimatedJob {
  app_type: string;
  generation_params_json: string;
}

export interface ToEstimate extends Wanted {
  jobs: number;
  /** Some of them, to know what they are like. */
  sample: readonly EstimatedJob[];
  /** Jobs of others that run first. */
  ahead: number;
  /** Whether any of them has not been started yet. */
  waits: boolean;
  times: StartTimes;
}

/** Seconds from now before which none of the jobs may start, and the last of them may not; 0 without such a time. */
export interface StartTimes {
  first: number;
  last: number;
}

/** Reading the parameters of thousands would take longer than the answer is worth. */
export const SAMPLE = 50;

@Injectable()
export class BulkEstimate {
  constructor(
    private readonly book: DurationBook,
    private readonly servers: JobServers,
    private readonly queue: QueueState,
    private readonly clock: Clock,
  ) {}

  /** Null while too little is known of such jobs, no server takes any, or nothing is started at all. */
  of(bulk: ToEstimate): BulkEtaDto | null {
    if (bulk.waits && (this.queue.paused || this.queue.blocked !== null)) return null;
    const servers = this.servers.for(bulk);
    const slots = servers.reduce((sum, server) => sum + server.maxConcurrentJobs, 0);
    if (!slots || !bulk.jobs) return null;
    const ids = servers.map((server) => server.id);
    const known = spread(bulk.sample).flatMap((job) => this.book.estimate(this.book.workOf(job), ids) ?? []);
    return estimate(bulk, slots, known);
  }

  /** `first`, `last`: the earliest and the latest `not_before`; null for at once. */
  times(first: string | null, last: string | null): StartTimes {
    const seconds = (time: string | null): number =>
      time === null ? 0 : Math.max(0, (Date.parse(time) - this.clock.now()) / 1000);
    return { first: seconds(first), last: seconds(last) };
  }
}

/** Evenly over all, because a matrix begins with its smallest pictures. */
function spread<T>(items: readonly T[]): T[] {
  const step = Math.max(1, items.length / SAMPLE);
  return Array.from(
    { length: Math.min(SAMPLE, items.length) },
    (_, index) => items[Math.floor(index * step)]!,
  );
}

/** `known`: seconds of some of its jobs. Null without any. */
export function estimate(
  bulk: Pick<ToEstimate, 'jobs' | 'ahead' | 'times'>,
  slots: number,
  known: readonly SecondsRange[],
): BulkEtaDto | null {
  if (!known.length) return null;
  const { jobs, ahead, times } = bulk;
  const turns = (count: number): number => Math.ceil(count / slots);
  const until = (part: keyof SecondsRange): number => {
    const each = known.reduce((sum, range) => sum + range[part], 0) / known.length;
    const inTurn = Math.max(turns(ahead + jobs) * each, times.first + turns(jobs) * each);
    return Math.ceil(Math.max(inTurn, times.last + each));
  };
  return { low: until('low'), typical: until('typical'), high: until('high') };
}
