// From two forecasts to what a person wants to know. Pure.

interface Range {
  low: number;
  typical: number;
  high: number;
}

/** Seconds. */
export interface Estimate {
  /** Until all of it is done. */
  done: { low: number; high: number };
  /** Of a single job, once it runs. */
  each: { low: number; high: number };
  /** Until the first of it starts; 0 for at once. */
  start: number;
}

/** Below this, "starts in" would be out of date before it is read. */
const AT_ONCE = 3;

/**
 * @param asked until what was asked for is done
 * @param withTurn until one more job on every slot is done as well: the difference is one job
 */
export function splitEstimate(asked: Range | null, withTurn: Range | null): Estimate | null {
  if (!asked || !withTurn) return null;
  const each = {
    low: Math.max(1, withTurn.low - asked.low),
    high: Math.max(1, withTurn.high - asked.high),
  };
  const start = asked.typical - Math.max(1, withTurn.typical - asked.typical);
  return {
    done: { low: asked.low, high: asked.high },
    each,
    start: start < AT_ONCE ? 0 : start,
  };
}
