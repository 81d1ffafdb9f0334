/** After a reading the next one begins so much later, at the earliest. */
const PAUSE_MS = 750;

/** When counts are read: once for all that happens in a while, never more than about once a second. */
export class ReadPace {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastReadMs = 0;

  constructor(private readonly read: () => void) {}

  /** In `ms`, or when the pause is over; with what is to come already, if there is something. 0: now. */
  later(ms: number): void {
    if (this.timer !== undefined && ms > 0) return;
    clearTimeout(this.timer);
    const rest = ms === 0 ? 0 : this.lastReadMs + PAUSE_MS - performance.now();
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.read();
      },
      Math.max(ms, rest),
    );
  }

  afterPause(): void {
    this.later(PAUSE_MS);
  }

  hasRead(): void {
    this.lastReadMs = performance.now();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
