// The handle of an attempt: the prompt_id that we chose finds it again. Versions from 0.25 take canonical UUIDs only, so
// it is made of the attempt's id, the same each time.
import { createHash } from 'node:crypto';
import type { Handle } from '../../../contract/index.js';

export interface ComfyuiHandle {
  attempt_id: string;
  task_id: string;
  /** Sentences about outputs that the server refused while it took the rest. */
  refused?: string[];
}

export function newHandle(attemptId: string): Handle {
  return { attempt_id: attemptId, task_id: promptIdOf(attemptId) };
}

/** @throws Error for a handle that is not ours: a programming error, or a damaged row */
export function readHandle(handle: Handle): ComfyuiHandle {
  const { attempt_id: attempt, task_id: task, refused } = handle;
  if (typeof attempt !== 'string' || typeof task !== 'string')
    throw new Error('This is no handle of a ComfyUI run.');
  const sentences = Array.isArray(refused) ? refused.filter((one) => typeof one === 'string') : [];
  return { attempt_id: attempt, task_id: task, refused: sentences };
}

/** A UUID of version 8: made of our own data. */
function promptIdOf(attemptId: string): string {
  const hash = createHash('sha256').update(`stablequeue prompt ${attemptId}`).digest('hex');
  const variant = '89ab'.charAt(Number.parseInt(hash.charAt(16), 16) & 3);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
