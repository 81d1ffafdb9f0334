import { mask } from './recorded.js';
import type { Dependency, Message } from './gradio-client.js';

/** Recorded exchanges with Gradio's queue of a running server; values are by position of its inputs. */
export interface RecordedJob {
  name: string;
  values: Record<string, unknown>;
  /** How many values were sent. */
  length?: number;
  /** The stream was opened when the job had ended. */
  late?: boolean;
  messages: Message[];
}

export interface RecordedGradio {
  head: Record<string, unknown>;
  /** type, label, elem_id, value */
  inputs: [string, string | null, string | null, unknown][];
  dependencies: Record<string, Dependency>;
  jobs: RecordedJob[];
  three: Message[];
}

/** What differs from run to run: ids, times, folders, numbers of files, random subseeds. */
export function maskMessage(message: unknown): unknown {
  if (Array.isArray(message)) return message.map(maskMessage);
  if (typeof message === 'string') return mask(maskText(message));
  if (typeof message !== 'object' || message === null) return message;
  return Object.fromEntries(
    Object.entries(message).map(([key, value]) => [key, isOfTheRun(key) ? '#' : maskMessage(value)]),
  );
}

function isOfTheRun(key: string): boolean {
  return /^(event_id|rank_eta|queue_eta|avg_event_process_time|avg_event_concurrent_process_time|eta|duration|average_duration|subseed|all_subseeds|job_timestamp)$/.test(
    key,
  );
}

function maskText(text: string): string {
  if (text.startsWith('{')) return JSON.stringify(maskMessage(JSON.parse(text)));
  return text
    .replace(/\/[^ ]*?\/(outputs|gradio_tmp)\//, '/$1/')
    .replace(/\/\d{4}-\d\d-\d\d\/\d{5}-/, '/date/number-')
    .replace(/\?\d+(\.\d+)?$/, '?mtime')
    .replace(/'measurement'>[\d.]+ sec\./, "'measurement'>#")
    .replace(/http:\/\/127\.0\.0\.1:\d+\/file=.*\/outputs/, 'root/file=/outputs');
}

/** What does not change from install to install. */
export function lasting(dependency: Dependency): object {
  const ofInstall = ['id', 'targets', 'inputs', 'outputs'];
  return Object.fromEntries(Object.entries(dependency).filter(([key]) => !ofInstall.includes(key)));
}

/** As many values as were sent. */
export function sized(data: unknown[], { length = data.length }: RecordedJob): unknown[] {
  return [...data, ...Array.from({ length: Math.max(0, length - data.length) }, () => 'surplus')].slice(
    0,
    length,
  );
}
