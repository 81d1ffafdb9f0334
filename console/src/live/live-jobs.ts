// What running jobs do right now, newer than any cached answer: progress and previews, outside of React's state, so
// that five reports a second redraw one bar and not the page.
import { useCallback, useSyncExternalStore } from 'react';
import { liveStream, type LiveEvent } from './live-stream';

export interface LiveJob {
  /** 0-100; never falls within one run. */
  progress: number;
  phase: string | null;
  step: number | null;
  steps: number | null;
  /** Seconds. */
  eta: number | null;
  previewUrl: string | null;
  serverAlias: string | null;
}

const NOTHING_YET: LiveJob = {
  progress: 0,
  phase: null,
  step: null,
  steps: null,
  eta: null,
  previewUrl: null,
  serverAlias: null,
};
const jobs = new Map<string, LiveJob>();
const listeners = new Map<string, Set<() => void>>();

liveStream.onEvent(follow);

function follow(event: LiveEvent): void {
  const id = event.job_id;
  if (id === undefined) return;
  if (event.type === 'job.progress') report(id, withProgress(jobs.get(id) ?? NOTHING_YET, event));
  else if (event.type === 'job.preview')
    report(id, { ...(jobs.get(id) ?? NOTHING_YET), previewUrl: String(event['preview_url']) });
  // Whatever else is told of a job ends a run or begins one.
  else if (jobs.delete(id)) tell(id);
}

function withProgress(before: LiveJob, event: LiveEvent): LiveJob {
  return {
    ...before,
    progress: Math.max(before.progress, Number(event['progress'] ?? 0)),
    phase: (event['phase'] as string | null) ?? null,
    step: (event['step'] as number | null) ?? null,
    steps: (event['steps'] as number | null) ?? null,
    eta: (event['eta'] as number | null) ?? null,
    serverAlias: event.server_alias ?? before.serverAlias,
  };
}

function report(id: string, job: LiveJob): void {
  jobs.set(id, job);
  tell(id);
}

function tell(id: string): void {
  for (const listener of listeners.get(id) ?? []) listener();
}

/** Undefined until something was told of it. */
export function useLiveJob(id: string | undefined): LiveJob | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (id === undefined) return () => undefined;
      const mine = listeners.get(id) ?? new Set();
      mine.add(listener);
      listeners.set(id, mine);
      return () => {
        mine.delete(listener);
        if (!mine.size) listeners.delete(id);
      };
    },
    [id],
  );
  return useSyncExternalStore(subscribe, () => (id === undefined ? undefined : jobs.get(id)));
}
