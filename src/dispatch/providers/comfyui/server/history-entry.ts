// What the server keeps of a prompt that has ended. Its messages are believed before `status_str`, which may be that of
// the prompt before (a cycle that was found while it ran, seen in execution.py).
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { shortenStrings } from '../../../../common/json.js';

export interface HistoryEntry {
  outcome: 'success' | 'error' | 'interrupted';
  /** The message that says why; null unless it failed. */
  failure: JsonObject | null;
  /** By node, by kind; as the server tells them. */
  outputs: Record<string, JsonObject>;
  /** Nodes that came from the cache. */
  cached: string[];
}

/** An entry of /history, or an answer of /api/jobs, which calls the same things otherwise. */
export function readEntry(json: JsonObject): HistoryEntry {
  const status = objectOf(json['status'] ?? null) ?? objectOf(json['execution_status']) ?? {};
  const messages = (Array.isArray(status['messages']) ? (status['messages'] as unknown[]) : []).flatMap(
    readMessage,
  );
  const of = (type: string): JsonObject | undefined => messages.find(([name]) => name === type)?.[1];
  const error = of('execution_error');
  const isBad = status['status_str'] === 'error' || json['status'] === 'failed';
  const outcome = of('execution_interrupted')
    ? 'interrupted'
    : error || (isBad && !of('execution_success'))
      ? 'error'
      : 'success';
  return {
    outcome,
    failure: outcome === 'error' ? (error ?? objectOf(json['execution_error']) ?? {}) : null,
    outputs: outputsOf(json['outputs']),
    cached: textsOf(of('execution_cached')?.['nodes']),
  };
}

/** What is kept as "what came back". */
export function describeEntry({ outcome, outputs, cached }: HistoryEntry, promptId: string): JsonObject {
  return { prompt_id: promptId, status: outcome, outputs: shortenStrings(outputs), cached };
}

function readMessage(message: unknown): [string, JsonObject][] {
  if (!Array.isArray(message) || typeof message[0] !== 'string') return [];
  return [[message[0], objectOf(message[1]) ?? {}]];
}

function outputsOf(value: unknown): Record<string, JsonObject> {
  const entries = Object.entries(objectOf(value) ?? {}).filter(([, output]) => isJsonObject(output));
  return Object.fromEntries(entries) as Record<string, JsonObject>;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function objectOf(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}
