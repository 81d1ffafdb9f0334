// The handle of an attempt: the task id that we chose, stored before the request is sent, finds it again.
import type { Handle } from '../../contract/index.js';

export interface SdapiHandle {
  attempt_id: string;
  /** `force_task_id`; the form `task(…)` is the one that every version tracks. */
  task_id: string;
}

export function newHandle(attemptId: string): Handle {
  return { attempt_id: attemptId, task_id: `task(sq-${attemptId})` };
}

/** @throws Error for a handle that is not ours: a programming error, or a damaged row */
export function readHandle(handle: Handle): SdapiHandle {
  const { attempt_id: attempt, task_id: task } = handle;
  if (typeof attempt !== 'string' || typeof task !== 'string')
    throw new Error('This is no handle of an SDAPI run.');
  return { attempt_id: attempt, task_id: task };
}
