import type { Clock } from '../../common/clock.js';

const MINUTE_MS = 60_000;
/** In one minute; what comes beyond is taken for a repetition. */
const REMEMBERED = 10_000;

/** Tells the first of a minute from those that repeat it. Minutes are those of the clock. */
export class OnceAMinute {
  private minute = 0;
  private readonly seen = new Set<string>();

  constructor(private readonly clock: Clock) {}

  isFirst(name: string): boolean {
    const minute = Math.floor(this.clock.now() / MINUTE_MS);
    if (minute !== this.minute) this.seen.clear();
    this.minute = minute;
    if (this.seen.has(name) || this.seen.size >= REMEMBERED) return false;
    this.seen.add(name);
    return true;
  }
}
