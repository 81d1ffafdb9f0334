// One observation in one word: where our task stands, and how far it is. Pure.
import type { Observation, ServerReport, TaskReport } from './observation.js';

export type Standing = 'running' | 'queued' | 'completed' | 'failed' | 'unknown';

export interface Progress {
  /** 0–1 of the whole job. */
  fraction: number;
  loading: boolean;
  step: number | null;
  steps: number | null;
  /** Which of the passes runs; -1 when not told. */
  pass: number;
  etaSeconds: number | null;
}

const LONGEST_ETA_S = 24 * 3600;

export function standingOf({ task, server, queue }: Observation): Standing {
  if (task === 'unsupported' || task === null) return server && server.job !== '' ? 'running' : 'unknown';
  if (task.completed) return 'completed';
  if (task.queued) return 'queued';
  // What waits in the queue of the page is not known to the rest of the server yet (seen on Forge dfdcbab6).
  if (!task.active) return queue?.state === 'waiting' ? 'queued' : 'unknown';
  // A failed API task stays active until another begins; only the idle server gives it away.
  return server?.job === '' ? 'failed' : 'running';
}

export function progressOf({ task, server }: Observation): Progress {
  const own = task === 'unsupported' ? null : task;
  // While a checkpoint loads, job_count is -1 and the step counters are the previous job's.
  const counts = server !== null && server.jobCount > 0;
  const fraction = fractionOf(own, server);
  const step = counts ? server.step : null;
  return {
    fraction,
    loading: fraction <= 0 && (step ?? 0) <= 0,
    step,
    steps: counts && server.steps > 0 ? server.steps : null,
    pass: counts ? server.jobNo : -1,
    etaSeconds: etaOf(own ? own.etaSeconds : (server?.etaSeconds ?? null)),
  };
}

/** The server-wide number is 0.01 too high, and means nothing while loading. */
function fractionOf(task: TaskReport | null, server: ServerReport | null): number {
  if (task) return clamp(task.progress ?? 0);
  return server && server.jobCount > 0 ? clamp(server.progress - 0.01) : 0;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function etaOf(seconds: number | null): number | null {
  return seconds !== null && seconds >= 0 && seconds < LONGEST_ETA_S ? seconds : null;
}
