import { pause } from '../../../common/pause.js';
import type { FunctionCall } from '../interface/ui-function.js';
import { unchanged } from '../interface/ui-function.js';

/** The buttons beside "Generate". */

/** With more than one picture to come, the first click lets the present one be finished. */
export function interrupt({ life, inform }: FunctionCall): unknown[] {
  const { record } = life.progress;
  if (record.stopping_generation || record.job_count <= 1 || !life.options.flag('interrupt_after_current')) {
    record.interrupted = true;
    return [];
  }
  record.stopping_generation = true;
  inform('Generation will stop after finishing this image, click again to stop immediately.');
  return [];
}

export function skip({ life }: FunctionCall): unknown[] {
  life.progress.record.skipped = true;
  return [];
}

/** Waits while the task waits or runs; the last two results of the web UI can be had again. */
export async function restoreProgress({ life, values, root }: FunctionCall): Promise<unknown[]> {
  const id = typeof values[0] === 'string' ? values[0] : null;
  const isOpen = (): boolean =>
    id !== null && (life.tasks.current === id || life.tasks.waiting().includes(id));
  while (isOpen()) await pause(100, life.signal);
  const found = life.gradio?.results.find(id);
  if (found) return found(root);
  const regret = `Couldn't restore progress for ${id}: results either have been discarded or never were obtained`;
  return [unchanged, unchanged, unchanged, regret];
}
