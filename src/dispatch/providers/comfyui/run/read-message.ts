// Messages of the WebSocket, as far as they are about one prompt; everything else (other prompts, other packs' events)
// is passed over. Nothing in them is believed to be whole.
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { pictureType } from '../../../answers/picture-type.js';
import { parseLenientJson } from '../workflow/lenient-json.js';

export type PromptMessage =
  | { type: 'started' }
  | { type: 'cached'; nodes: string[] }
  /** Null: the very last message of a prompt. */
  | { type: 'executing'; node: string | null }
  | { type: 'progress'; node: string; value: number; max: number }
  | { type: 'finished'; node: string }
  | { type: 'ended' }
  | { type: 'preview'; bytes: Buffer; mediaType: string; node: string | null };

const PREVIEW = 1;
const PREVIEW_WITH_METADATA = 4;
const MOST_METADATA = 64 * 1024;

export function readText(text: string, promptId: string): PromptMessage[] {
  const message = parseLenientJson(text);
  if (!isJsonObject(message) || !isJsonObject(message['data'])) return [];
  const { data } = message;
  if (data['prompt_id'] !== promptId) return [];
  return readKnown(String(message['type']), data);
}

function readKnown(type: string, data: JsonObject): PromptMessage[] {
  const node = data['display_node'] ?? data['node'];
  if (type === 'execution_start') return [{ type: 'started' }];
  if (type === 'execution_cached') return [{ type: 'cached', nodes: texts(data['nodes']) }];
  if (type === 'executing') return [{ type: 'executing', node: typeof node === 'string' ? node : null }];
  if (type === 'progress') return progressOf(node, data);
  if (type === 'progress_state') return statesOf(data['nodes']);
  if (type === 'executed' && typeof node === 'string') return [{ type: 'finished', node }];
  const isEnd = /^execution_(success|error|interrupted)$/.test(type);
  return isEnd && data['exception_type'] !== 'ExecutionBlocked' ? [{ type: 'ended' }] : [];
}

/** Expanded nodes have ids of their own and are shown as the node that they come from. */
function statesOf(nodes: unknown): PromptMessage[] {
  if (!isJsonObject(nodes)) return [];
  return Object.entries(nodes).flatMap(([id, state]): PromptMessage[] => {
    if (!isJsonObject(state)) return [];
    const node = typeof state['display_node_id'] === 'string' ? state['display_node_id'] : id;
    return state['state'] === 'finished' && node === id
      ? [{ type: 'finished', node }]
      : progressOf(node, state);
  });
}

function progressOf(node: unknown, { value, max }: JsonObject): PromptMessage[] {
  const isWhole = typeof value === 'number' && typeof max === 'number' && max > 0 && value >= 0;
  return typeof node === 'string' && isWhole
    ? [{ type: 'progress', node, value: Math.min(value, max), max }]
    : [];
}

/** Frames of the first kind do not say which prompt they are of: it is the one that runs for this connection. */
export function readBinary(bytes: Buffer, promptId: string): PromptMessage[] {
  if (bytes.length < 8) return [];
  const kind = bytes.readUInt32BE(0);
  if (kind === PREVIEW) return pictureIn(bytes.subarray(8), null);
  if (kind !== PREVIEW_WITH_METADATA) return [];
  const length = bytes.readUInt32BE(4);
  if (length > MOST_METADATA || 8 + length > bytes.length) return [];
  const metadata = parseLenientJson(bytes.toString('utf8', 8, 8 + length));
  if (!isJsonObject(metadata) || metadata['prompt_id'] !== promptId) return [];
  const node = typeof metadata['node_id'] === 'string' ? metadata['node_id'] : null;
  return pictureIn(bytes.subarray(8 + length), node);
}

function pictureIn(bytes: Buffer, node: string | null): PromptMessage[] {
  const mediaType = pictureType(bytes);
  return mediaType ? [{ type: 'preview', bytes, mediaType, node }] : [];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
