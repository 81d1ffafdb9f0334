import type { Job } from '../api/queries/queue';
import { useLivePreviews } from '../lib/preferences';
import { useLiveJob } from './live-jobs';

export interface RunningNow {
  /** 0-100, whole; never falls. */
  percent: number;
  phase: string | null;
  step: number | null;
  steps: number | null;
  /** Seconds left; null while unknown. */
  eta: number | null;
  /** The newest preview; null before the first one, and for whoever wants none. */
  preview: string | null;
}

/** A running job as it is now: what was read of it, and what has been told since. */
export function useRunningJob(job: Job): RunningNow {
  const live = useLiveJob(job.job_id);
  const previews = useLivePreviews();
  const { phase, step, steps, eta } = live ?? job;
  return {
    percent: Math.round(Math.max(live?.progress ?? 0, job.progress)),
    ...{ phase: phase ?? job.phase, step, steps, eta },
    preview: previews ? (live?.previewUrl ?? job.preview_url) : null,
  };
}
