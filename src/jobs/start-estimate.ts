// When jobs will start and end, as far as can be told: the front of the queue is played through (`start-foresight.ts`)
// every two seconds, and again when a job came, started, changed or ended (`front-refresh.ts`), with what jobs of their kind took (`duration-book.ts`); jobs behind it wait their share.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DurationBook } from './duration-book.js';
import type { SecondsRange } from './duration-model.js';
import { JobListRepository, type FrontRow } from './job-list.repository.js';
import { JobServers } from './job-servers.js';
import type { JobRow } from './job.js';
import { LiveProgress } from './live-progress.js';
import { remainingOf } from './running-remaining.js';
import { foresee, foreseeBehind, type Foresight, type ForeseenSlot } from './start-foresight.js';

/** Jobs that are played through one by one. */
const FRONT = 200;
const FRESH_MS = 2_000;
/** Of a burst of submits not each one makes it look again: new jobs are behind most of what it saw. */
const NEW_JOBS_AFTER_MS = 100;
const NOW: SecondsRange = { low: 0, typical: 0, high: 0 };

/** Seconds from now; null where nothing is known. */
export interface JobForecast {
  untilStart: SecondsRange | null;
  untilEnd: SecondsRange | null;
}

interface Front {
  foresight: Foresight;
  order: number[];
  mean: SecondsRange | null;
}

@Injectable()
export class StartEstimate {
  private front?: Promise<Front>;
  private frontAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly lists: JobListRepository,
    private readonly book: DurationBook,
    private readonly servers: JobServers,
    private readonly live: LiveProgress,
    private readonly clock: Clock,
  ) {}

  /** `ahead`: jobs that run before it; null when that is not known. */
  async waiting(job: FrontRow, ahead: number | null): Promise<JobForecast> {
    const servers = this.serversFor(job);
    const seconds = this.book.estimate(this.book.workOf(job), servers);
    const front = await this.currentFront();
    // Others are taken to be like those at the front; with nobody there, like this one.
    const start = startOf({ seq: job.seq, ahead, servers, each: front.mean ?? seconds }, front);
    const untilStart = start && notBefore(start, job.not_before, this.clock.now());
    return { untilStart, untilEnd: untilStart && seconds && plus(untilStart, seconds) };
  }

  running(job: JobRow): JobForecast {
    return { untilStart: null, untilEnd: this.remainingOf(job) };
  }

  /** The queue is not what it was; `soon`: it only has new jobs. */
  lookAgain(when: 'now' | 'soon'): void {
    if (when === 'now' || this.clock.now() - this.frontAt >= NEW_JOBS_AFTER_MS) this.front = undefined;
  }

  private currentFront(): Promise<Front> {
    const now = this.clock.now();
    if (this.front && now - this.frontAt < FRESH_MS) return this.front;
    this.frontAt = now;
    const front = this.look();
    this.front = front;
    // Shared by all who ask meanwhile; a failed look is not kept.
    front.catch(() => {
      if (this.front === front) this.front = undefined;
    });
    return front;
  }

  private async look(): Promise<Front> {
    const running = await this.lists.running();
    const rows = await this.lists.front(FRONT, this.clock.iso());
    const known = rows.map((row) => {
      const serverIds = this.serversFor(row);
      return { row, serverIds, seconds: this.book.estimate(this.book.workOf(row), serverIds) };
    });
    const mean = meanOf(known.flatMap(({ seconds }) => seconds ?? []));
    const jobs = known.flatMap(({ row, serverIds, seconds }) => {
      const taken = seconds ?? mean;
      return taken ? [{ seq: row.seq, serverIds, seconds: taken }] : [];
    });
    const foresight = foresee(this.slots(running, mean ?? NOW), jobs);
    return { foresight, order: jobs.map(({ seq }) => seq), mean };
  }

  private slots(running: JobRow[], unknown: SecondsRange): ForeseenSlot[] {
    return this.servers.dispatchable().flatMap((server) => {
      const busy = running.filter((row) => row.slot_server_id === server.id);
      return Array.from({ length: Math.max(server.maxConcurrentJobs, busy.length) }, (_, index) => {
        const row = busy[index];
        return { serverId: server.id, freeIn: row ? (this.remainingOf(row) ?? unknown) : NOW };
      });
    });
  }

  private remainingOf(job: JobRow): SecondsRange | null {
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

  private serversFor(job: Pick<JobRow, 'app_type' | 'target_server_alias' | 'api_key_id'>): string[] {
    const { app_type: appType, target_server_alias: alias, api_key_id: keyId } = job;
    return this.servers.for({ appType, alias, keyId }).map((server) => server.id);
  }
}

function startOf(
  job: { seq: number; ahead: number | null; servers: readonly string[]; each: SecondsRange | null },
  front: Front,
): SecondsRange | null {
  const own = front.foresight.starts.get(job.seq);
  if (own) return own;
  if (job.ahead === null) return null;
  const there = front.order[job.ahead];
  const sameTurn = there === undefined ? undefined : front.foresight.starts.get(there);
  if (sameTurn && job.servers.length) return sameTurn;
  const more = Math.max(0, job.ahead - front.order.length);
  if (more > 0 && !job.each) return null;
  return foreseeBehind(front.foresight, job.servers, more, job.each ?? NOW);
}

function notBefore(start: SecondsRange, time: string | null, now: number): SecondsRange {
  const seconds = time === null ? 0 : (Date.parse(time) - now) / 1000;
  const later = (one: number): number => Math.max(one, seconds);
  return { low: later(start.low), typical: later(start.typical), high: later(start.high) };
}

function plus(a: SecondsRange, b: SecondsRange): SecondsRange {
  return { low: a.low + b.low, typical: a.typical + b.typical, high: a.high + b.high };
}

function meanOf(ranges: readonly SecondsRange[]): SecondsRange | null {
  if (!ranges.length) return null;
  const sum = ranges.reduce(plus, NOW);
  return {
    low: sum.low / ranges.length,
    typical: sum.typical / ranges.length,
    high: sum.high / ranges.length,
  };
}
