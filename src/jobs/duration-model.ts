// How long a job will take, learned from those before it. Pure: samples in, seconds out; `duration-book.ts` feeds it.
// A job's time is nearly proportional to its work (megapixels × steps × images) on one server with one model, so what is
// learned are rates, and what a range is made of are their percentiles.

/** A completed job. `seconds`: from the claim until the server was done. */
export interface DurationSample {
  serverId: string;
  appType: string;
  model: string;
  work: number;
  seconds: number;
}

/** A job to be foretold; `model` is empty where the job takes what is loaded. */
export interface JobWork {
  appType: string;
  model: string;
  work: number;
}

/** Seconds: one in five jobs is quicker than `low`, one in five slower than `high`. */
export interface SecondsRange {
  low: number;
  typical: number;
  high: number;
}

const ENOUGH = 3;
/** From so many samples on a range is not widened any more. */
const PLENTY = 12;
const MOST_WIDENING = 0.5;
const PERCENTILES = { low: 0.2, typical: 0.5, high: 0.8 } as const;

export class DurationModel {
  private samples: readonly DurationSample[] = [];
  private readonly rates = new Map<string, number[]>();

  /** `keep`: the most recent ones that count. */
  constructor(private readonly keep = 2_000) {}

  add(...samples: DurationSample[]): void {
    const usable = samples.filter(
      ({ work, seconds }) => work > 0 && seconds > 0 && Number.isFinite(seconds / work),
    );
    this.samples = [...this.samples, ...usable].slice(-this.keep);
    this.rates.clear();
  }

  /**
   * From jobs of the same model on these servers, else of the same model, else on these servers, else of its kind;
   * null while there are fewer than three.
   */
  estimate(job: JobWork, serverIds: readonly string[]): SecondsRange | null {
    const servers = [...serverIds].sort();
    const here = (one: DurationSample): boolean => servers.includes(one.serverId);
    const sameModel = (one: DurationSample): boolean => job.model !== '' && one.model === job.model;
    const groups: [string, (one: DurationSample) => boolean][] = [
      ['both', (one) => sameModel(one) && here(one)],
      ['model', sameModel],
      ['server', here],
      ['kind', () => true],
    ];
    for (const [name, belongs] of groups) {
      const key = JSON.stringify([name, job.appType, job.model, servers]);
      const rates = this.ratesOf(key, (one) => one.appType === job.appType && belongs(one));
      if (rates.length >= ENOUGH) return rangeOf(rates, job.work);
    }
    return null;
  }

  private ratesOf(key: string, belongs: (one: DurationSample) => boolean): number[] {
    const known = this.rates.get(key);
    if (known) return known;
    const rates = this.samples
      .filter(belongs)
      .map((one) => one.seconds / one.work)
      .sort((a, b) => a - b);
    this.rates.set(key, rates);
    return rates;
  }
}

function rangeOf(rates: number[], work: number): SecondsRange {
  const widening = MOST_WIDENING * Math.max(0, (PLENTY - rates.length) / (PLENTY - ENOUGH));
  return {
    low: percentile(rates, PERCENTILES.low) * work * (1 - widening),
    typical: percentile(rates, PERCENTILES.typical) * work,
    high: percentile(rates, PERCENTILES.high) * work * (1 + widening),
  };
}

/** Between the two nearest values of a sorted list. */
export function percentile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  const above = sorted[Math.ceil(place)]!;
  return below + (above - below) * (place - Math.floor(place));
}

/** What is left of a job that has run for `elapsed` seconds; never nothing before it has ended. */
export function remaining(range: SecondsRange, elapsed: number): SecondsRange {
  const left = (seconds: number): number => Math.max(seconds - elapsed, 1);
  return { low: left(range.low), typical: left(range.typical), high: left(range.high) };
}
