// How far a bulk is. Pure.
import type { JobStatus } from '../jobs/job.entity.js';

export type StatusCounts = Readonly<Record<JobStatus, number>>;

export const NO_JOBS: StatusCounts = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };

/**
 * 0–100 with one decimal. Ended jobs count whole, running ones by their own percentage, those that somebody deleted as
 * ended; 100 is only said when nothing waits or runs.
 */
export function bulkPercent(total: number, counts: StatusCounts, runningPercents: readonly number[]): number {
  const left = counts.pending + counts.processing;
  if (left === 0) return 100;
  const partial = runningPercents.reduce(
    (sum, percent) => sum + Math.min(100, Math.max(0, percent)) / 100,
    0,
  );
  const done = Math.max(0, total - left) + Math.min(partial, counts.processing);
  return Math.min(99.9, Math.floor((done / Math.max(1, total)) * 1000) / 10);
}

/** How many jobs there are, whatever became of them. */
export function countAll(counts: StatusCounts): number {
  return Object.values(counts).reduce((sum, jobs) => sum + jobs, 0);
}
