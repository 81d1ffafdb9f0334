// The handle of an attempt: the task id that we chose, stored before the request is sent, finds it again.
import { isJsonObject } from '../../../common/json.js';
import type { Handle } from '../../contract/index.js';
import type { TabName } from '../../gradio/page/page.js';

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

/** What a handle has of a job that goes through the page; none of it is known to the server after a restart of its own. */
export interface PageHandle extends SdapiHandle {
  tab: TabName;
  /** One for each job; chosen by us. */
  session_hash: string;
  /** Of Gradio 4, once the job has joined the queue. */
  event_id: string | null;
}

export function isPageHandle(handle: Handle): boolean {
  return isJsonObject(handle['page']);
}

/** @throws Error for a handle that is not ours */
export function readPageHandle(handle: Handle): PageHandle {
  const page = isJsonObject(handle['page']) ? handle['page'] : {};
  const { session_hash: session, event_id: event } = page;
  if (typeof session !== 'string') throw new Error('This is no handle of a run through the page.');
  const tab = page['tab'] === 'img2img' ? 'img2img' : 'txt2img';
  return {
    ...readHandle(handle),
    tab,
    session_hash: session,
    event_id: typeof event === 'string' ? event : null,
  };
}
