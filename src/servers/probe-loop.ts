// The endless looking at one server: at most one look at a time, each followed by a pause that grows with failures.
// Independent of all other servers' loops. Decides when, not how.

const LONGEST_FACTOR = 12;
const JITTER = 0.2;

/** The pause before the next look: the interval, or 1x, 2x, 4x … 12x of it after failures, up to a fifth less by chance. */
export function pauseMs(intervalMs: number, failures: number, random = Math.random): number {
  if (failures === 0) return intervalMs;
  const factor = Math.min(2 ** (failures - 1), LONGEST_FACTOR);
  return Math.round(intervalMs * factor * (1 - JITTER * random()));
}

export class ProbeLoop {
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private looking: AbortController | undefined;
  private failures = 0;

  /** `look` answers whether all was well, and never rejects. */
  constructor(
    private readonly look: (signal: AbortSignal) => Promise<boolean>,
    private readonly intervalMs: number,
  ) {}

  /** Looks in `delayMs` or sooner. A look under way is given up: it may have begun before what it should see. */
  lookWithin(delayMs: number): void {
    const wasLooking = this.looking !== undefined;
    const dueAt = performance.now() + delayMs;
    if (!wasLooking && this.dueAt <= dueAt) return;
    this.stop();
    this.schedule(delayMs);
  }

  /** Somebody else looked just now: the next look counts from here. */
  reset(wasWell: boolean): void {
    this.stop();
    this.pauseAfter(wasWell);
  }

  /** Until the next look; null: none is due, one may be under way. */
  get dueInMs(): number | null {
    return this.dueAt === Infinity ? null : Math.max(0, this.dueAt - performance.now());
  }

  stop(): void {
    clearTimeout(this.timer);
    this.dueAt = Infinity;
    this.looking?.abort(new Error('a newer look takes its place'));
    this.looking = undefined;
  }

  private schedule(delayMs: number): void {
    this.dueAt = performance.now() + delayMs;
    this.timer = setTimeout(() => void this.run(), delayMs);
  }

  private async run(): Promise<void> {
    this.dueAt = Infinity;
    const looking = new AbortController();
    this.looking = looking;
    const wasWell = await this.look(looking.signal);
    if (looking.signal.aborted) return;
    this.looking = undefined;
    this.pauseAfter(wasWell);
  }

  private pauseAfter(wasWell: boolean): void {
    this.failures = wasWell ? 0 : this.failures + 1;
    this.schedule(pauseMs(this.intervalMs, this.failures));
  }
}
