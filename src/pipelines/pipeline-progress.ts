// How far a pipeline or one of its steps is, derived from its jobs. Pure.
import { bulkPercent, countAll, NO_JOBS, type StatusCounts } from '../bulks/bulk-progress.js';
import type { JobStatus } from '../jobs/job.entity.js';

export const PIPELINE_STATES = ['waiting', 'running', 'completed', 'failed', 'cancelled'] as const;
export type PipelineState = (typeof PIPELINE_STATES)[number];

export interface JobProgress {
  status: JobStatus;
  /** 0–100. */
  progress: number;
}

export interface Progress {
  state: PipelineState;
  /** 0–100; jobs that somebody deleted count as ended. */
  percent: number;
  counts: StatusCounts;
}

/** `total`: how many jobs there were at first. */
export function progressOf(total: number, jobs: readonly JobProgress[]): Progress {
  const counts = { ...NO_JOBS };
  for (const { status } of jobs) counts[status] += 1;
  const running = jobs.filter(({ status }) => status === 'processing').map(({ progress }) => progress);
  return { state: stateOf(total, counts), percent: bulkPercent(total, counts, running), counts };
}

function stateOf(total: number, counts: StatusCounts): PipelineState {
  if (counts.processing > 0) return 'running';
  if (counts.pending > 0)
    return counts.pending === countAll(counts) && counts.pending === total ? 'waiting' : 'running';
  if (counts.failed > 0) return 'failed';
  return counts.cancelled > 0 ? 'cancelled' : 'completed';
}
