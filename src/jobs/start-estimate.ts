// When jobs will start and end, as far as can be told: the front of the queue is played through (`queue-forecast.ts`)
// every two seconds, and again when a job came, started, changed or ended (`front-refresh.ts`); jobs behind it wait
// their share.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DurationBook } from './duration-book.js';
import type { SecondsRange } from './duration-model.js';
import { JobServers } from './job-servers.js';
import type { JobRow } from './job.js';
import { QueueForecaster, type QueueForecast } from './queue-forecast.js';
import { RunningJobs } from './running-jobs.js';
import { atLeast, NOW, plus } from './seconds-range.js';

/** Jobs that are played through one by one. */
const FRONT = 200;
const FRESH_MS = 2_000;
/** Of a burst of submits not each one makes it look again: new jobs are behind most of what it saw. */
const NEW_JOBS_AFTER_MS = 100;

/** Seconds from now; null where nothing is known. */
export interface JobForecast {
  untilStart: SecondsRange | null;
  untilEnd: SecondsRange | null;
}

type ForecastRow = Pick<
  JobRow,
  'seq' | 'app_type' | 'target_server_alias' | 'api_key_id' | 'generation_params_json' | 'not_before'
>;

@Injectable()
export class StartEstimate {
  private front?: Promise<QueueForecast>;
  private frontAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly forecaster: QueueForecaster,
    private readonly runningJobs: RunningJobs,
    private readonly book: DurationBook,
    private readonly servers: JobServers,
    private readonly clock: Clock,
  ) {}

  /** `ahead`: jobs that stand before it; null when that is not known. */
  async waiting(job: ForecastRow, ahead: number | null): Promise<JobForecast> {
    const front = await this.currentFront();
    const seconds = this.book.estimate(this.book.workOf(job), this.serversFor(job));
    const own = front.jobs.get(job.seq);
    if (own) return { untilStart: own.start, untilEnd: seconds && own.end };
    const start = this.behind(job, ahead, seconds, front);
    const untilStart = start && notBefore(start, job.not_before, this.clock.now());
    return { untilStart, untilEnd: untilStart && seconds && plus(untilStart, seconds) };
  }

  running(job: JobRow): JobForecast {
    return { untilStart: null, untilEnd: this.runningJobs.remainingOf(job) };
  }

  /** Seconds until nothing waits and nothing runs; null when that cannot be told. */
  async untilEmpty(waiting: number): Promise<SecondsRange | null> {
    const { slots, order, mean } = await this.currentFront();
    if (!slots.length || slots.some(({ known }) => !known)) return null;
    const more = waiting - order.length;
    if (more > 0 && !mean) return null;
    const latest = (edge: keyof SecondsRange): number => Math.max(...slots.map(({ freeIn }) => freeIn[edge]));
    const rest = (edge: keyof SecondsRange): number =>
      more > 0 ? ((mean?.[edge] ?? 0) * more) / slots.length : 0;
    const end = (edge: keyof SecondsRange): number => latest(edge) + rest(edge);
    return { low: end('low'), typical: end('typical'), high: end('high') };
  }

  /** The queue is not what it was; `soon`: it only has new jobs. */
  lookAgain(when: 'now' | 'soon'): void {
    if (when === 'now' || this.clock.now() - this.frontAt >= NEW_JOBS_AFTER_MS) this.front = undefined;
  }

  private currentFront(): Promise<QueueForecast> {
    const now = this.clock.now();
    if (this.front && now - this.frontAt < FRESH_MS) return this.front;
    this.frontAt = now;
    const front = this.forecaster.play(FRONT);
    this.front = front;
    // Shared by all who ask meanwhile; a failed look is not kept.
    front.catch(() => {
      if (this.front === front) this.front = undefined;
    });
    return front;
  }

  /** A job that was not played: it came a moment ago, or it stands behind the front. */
  private behind(
    job: ForecastRow,
    ahead: number | null,
    seconds: SecondsRange | null,
    front: QueueForecast,
  ): SecondsRange | null {
    const servers = this.serversFor(job);
    if (ahead === null || !servers.length) return null;
    const there = front.order[ahead];
    if (there !== undefined) return front.jobs.get(there)?.start ?? null;
    // Others are taken to be like those at the front; with nobody there, like this one.
    const each = front.mean ?? seconds;
    const more = Math.max(0, ahead - front.order.length);
    if (more > 0 && !each) return null;
    return behindAll(front, servers, more, each ?? NOW);
  }

  private serversFor(job: ForecastRow): string[] {
    const { app_type: appType, target_server_alias: alias, api_key_id: keyId } = job;
    return this.servers.for({ appType, alias, keyId }).map((server) => server.id);
  }
}

/** The seconds until a job behind all of them starts, with `more` jobs of the given length in between. */
function behindAll(
  { slots }: QueueForecast,
  serverIds: readonly string[],
  more: number,
  each: SecondsRange,
): SecondsRange | null {
  const own = slots.filter(({ serverId, known }) => known && serverIds.includes(serverId));
  if (!own.length) return null;
  const at = (edge: keyof SecondsRange): number =>
    Math.min(...own.map(({ freeIn }) => freeIn[edge])) + (more * each[edge]) / own.length;
  return { low: at('low'), typical: at('typical'), high: at('high') };
}

function notBefore(start: SecondsRange, time: string | null, now: number): SecondsRange {
  return atLeast(start, time === null ? 0 : (Date.parse(time) - now) / 1000);
}
