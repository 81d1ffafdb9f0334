// How often, and since when, waiting jobs were passed over by jobs behind them in the queue. The promise of a bounded
// wait rests on it, so it counts every single pass.

export interface Pass {
  times: number;
  /** Of the first one, milliseconds since the epoch. */
  sinceMs: number;
}

export interface PassLimits {
  /** A job that was passed over so often is passed over no more. */
  maxPasses: number;
  /** Nor one whose first pass is so long ago. */
  maxPassedMs: number;
}

export class Passes {
  private readonly passes = new Map<number, Pass>();

  constructor(from?: Passes) {
    if (from) for (const [seq, pass] of from.passes) this.passes.set(seq, { ...pass });
  }

  of(seq: number): Pass | undefined {
    return this.passes.get(seq);
  }

  note(seq: number, nowMs: number): void {
    const pass = this.passes.get(seq);
    if (pass) pass.times += 1;
    else this.passes.set(seq, { times: 1, sinceMs: nowMs });
  }

  forget(seq: number): void {
    this.passes.delete(seq);
  }

  isDue(seq: number, limits: PassLimits, nowMs: number): boolean {
    if (limits.maxPasses === 0) return true;
    const pass = this.passes.get(seq);
    if (!pass) return false;
    return pass.times >= limits.maxPasses || nowMs - pass.sinceMs >= limits.maxPassedMs;
  }
}
