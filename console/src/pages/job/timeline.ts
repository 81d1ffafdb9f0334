// A job's life as stretches of time. Pure.
import type { JobDetails } from '../../api/queries/queue';

export interface Stretch {
  kind: 'waiting' | 'between' | 'attempt';
  fromMs: number;
  toMs: number;
  /** Goes on now. */
  open: boolean;
  attempt: JobDetails['attempts'][number] | null;
}

type Life = Pick<JobDetails, 'creation_timestamp' | 'completion_timestamp' | 'attempts' | 'status'>;

export function stretches(job: Life, nowMs: number): Stretch[] {
  const all: Stretch[] = [];
  let from = Date.parse(job.creation_timestamp);
  const wait = (toMs: number, open: boolean): void => {
    if (toMs > from || open)
      all.push({ kind: all.length ? 'between' : 'waiting', fromMs: from, toMs, open, attempt: null });
  };
  for (const attempt of job.attempts) {
    const begun = Date.parse(attempt.started_timestamp);
    wait(begun, false);
    const ended = attempt.ended_timestamp === null ? nowMs : Date.parse(attempt.ended_timestamp);
    const open = attempt.ended_timestamp === null;
    all.push({ kind: 'attempt', fromMs: begun, toMs: Math.max(begun, ended), open, attempt });
    from = Math.max(begun, ended);
  }
  if (job.status === 'pending') wait(Math.max(from, nowMs), true);
  else if (!job.attempts.length && job.completion_timestamp !== null)
    wait(Date.parse(job.completion_timestamp), false);
  return all;
}

/** Where a stretch lies in the whole, in percent; the shortest can still be seen. */
export function placed(all: readonly Stretch[], one: Stretch): { left: number; width: number } {
  const begin = all[0]?.fromMs ?? 0;
  const whole = Math.max(1, (all.at(-1)?.toMs ?? 0) - begin);
  const width = Math.max(0.5, ((one.toMs - one.fromMs) / whole) * 100);
  return { left: Math.min(100 - width, ((one.fromMs - begin) / whole) * 100), width };
}
