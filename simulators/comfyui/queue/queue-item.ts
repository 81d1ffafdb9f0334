import type { Graph } from '../graph/graph.js';
import type { Dict } from '../python-json.js';

/** A prompt in the queue. */
export interface QueueItem {
  number: number;
  promptId: string;
  graph: Graph;
  extraData: Dict;
  outputs: string[];
  /** Keys of comfy.org, kept out of what others see. */
  secrets: Dict;
  requestedAt: number;
  /** Made by a knob, not by a client. */
  isForeign?: boolean;
}

/** As GET /queue and the history show it. */
export function describeItem(item: QueueItem, withSecrets = false): unknown[] {
  const described = [item.number, item.promptId, item.graph, item.extraData, item.outputs];
  return withSecrets ? [...described, item.secrets] : described;
}

export function clientOf(item: QueueItem): string | null {
  const client = item.extraData.get('client_id');
  return typeof client === 'string' ? client : null;
}

/** A comparison that Python cannot make, because number and id are the same. */
export class Incomparable extends Error {}

/** Lower numbers first; equal ones by the text of their ids, not by arrival. */
export function comesBefore(a: QueueItem, b: QueueItem): boolean {
  if (a.number !== b.number) return a.number < b.number;
  if (a.promptId !== b.promptId) return a.promptId < b.promptId;
  throw new Incomparable("'<' not supported between instances of 'dict' and 'dict'");
}
