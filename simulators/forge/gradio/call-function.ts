import { PythonError } from '../python-errors.js';
import type { FunctionCall, UiFunction } from './interface/ui-function.js';

/** What a call gives back, wherever it came from: a queue, or a request of its own. */
export interface FunctionOutput {
  data: unknown[];
  is_generating: false;
  /** Seconds. */
  duration: number;
  average_duration: number;
  render_config?: null;
  changed_state_ids?: [];
}

/**
 * Runs a function of the page in a worker thread. Surplus values are cut off; too few are an error.
 * @throws PythonError, of which Gradio tells the caller nothing (`error: null`)
 */
export async function callFunction(fn: UiFunction, call: FunctionCall): Promise<FunctionOutput> {
  const { host, life } = call;
  if (call.values.length < fn.inputs.length) {
    const count = `needed: ${fn.inputs.length}, got: ${call.values.length}`;
    throw new PythonError('ValueError', `An event handler didn't receive enough input values (${count}).`);
  }
  const startedAt = performance.now();
  const values = call.values.slice(0, fn.inputs.length);
  const data = await life.threads.run(() => fn.run({ ...call, values }));
  const duration = (performance.now() - startedAt) / 1000;
  const average = life.gradio?.times.add(fn.id, duration) ?? duration;
  const output: FunctionOutput = { data, is_generating: false, duration, average_duration: average };
  if (!host.settings.dialect.streamsResults) return output;
  return { ...output, render_config: null, changed_state_ids: [] };
}
