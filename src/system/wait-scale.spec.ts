import { describe, expect, it } from '@jest/globals';
import { waitOf, type CountedWaits } from './wait-scale.js';

/** As the trigger counts. */
function counted(seconds: number[]): CountedWaits[] {
  const found = new Map<number, CountedWaits>();
  for (const one of seconds) {
    const bucket = Math.trunc(40 * Math.log10(1_000 * one + 1));
    const before = found.get(bucket) ?? { bucket, jobs: 0, seconds: 0 };
    found.set(bucket, { bucket, jobs: before.jobs + 1, seconds: before.seconds + one });
  }
  return [...found.values()].sort((a, b) => a.bucket - b.bucket);
}

describe(waitOf.name, () => {
  it('knows nothing of nothing', () => {
    expect(waitOf([])).toEqual({ mean_seconds: null, p50_seconds: null, p95_seconds: null });
  });

  it('is exact in the mean and within 3 % in the rest', () => {
    const seconds = Array.from({ length: 1_000 }, (_, n) => 0.5 + n * 1.7);
    const wait = waitOf(counted(seconds));
    expect(wait.mean_seconds).toBeCloseTo(seconds.reduce((sum, one) => sum + one) / 1_000, 2);
    expect(Math.abs(wait.p50_seconds! / seconds[500]! - 1)).toBeLessThan(0.03);
    expect(Math.abs(wait.p95_seconds! / seconds[950]! - 1)).toBeLessThan(0.03);
  });

  it('takes jobs that did not wait', () => {
    expect(waitOf(counted([0, 0, 0]))).toEqual({ mean_seconds: 0, p50_seconds: 0, p95_seconds: 0 });
  });
});
