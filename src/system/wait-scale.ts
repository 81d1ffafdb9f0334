// Waiting times as the triggers count them: on a logarithmic scale, 40 stretches to a factor of ten. Pure.
import type { WaitDto } from './statistics.dto.js';

const STRETCHES_PER_DECADE = 40;

export interface CountedWaits {
  /** `40 * log10(milliseconds + 1)`, rounded down. */
  bucket: number;
  jobs: number;
  /** Of all of them together. */
  seconds: number;
}

/** @param counted by bucket, the shortest first */
export function waitOf(counted: readonly CountedWaits[]): WaitDto {
  const jobs = counted.reduce((sum, one) => sum + one.jobs, 0);
  if (jobs === 0) return { mean_seconds: null, p50_seconds: null, p95_seconds: null };
  const seconds = counted.reduce((sum, one) => sum + one.seconds, 0);
  return {
    mean_seconds: rounded(seconds / jobs),
    p50_seconds: rounded(quantile(counted, 0.5 * jobs)),
    p95_seconds: rounded(quantile(counted, 0.95 * jobs)),
  };
}

function quantile(counted: readonly CountedWaits[], rank: number): number {
  let before = 0;
  for (const { bucket, jobs } of counted) {
    before += jobs;
    if (before >= rank) return middleOf(bucket);
  }
  return 0;
}

function middleOf(bucket: number): number {
  return Math.max(0, 10 ** ((bucket + 0.5) / STRETCHES_PER_DECADE) - 1) / 1000;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
