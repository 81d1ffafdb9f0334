// From what a prompt left on its server to the files of the job: fetched, with their roles and seeds.
import type { JsonObject } from '../../../../common/json.js';
import { isJsonObject } from '../../../../common/json.js';
import { pictureType } from '../../../answers/picture-type.js';
import {
  DispatchError,
  type OutputFile,
  type OutputRole,
  type RunOutputs,
  type RunWarning,
  type Target,
} from '../../../contract/index.js';
import type { Expectation } from '../prepare/expectation.js';
import type { ComfyuiClient, OutputName } from '../server/comfyui-client.js';
import { describeEntry, type HistoryEntry } from '../server/history-entry.js';
import { sayNode, type ComfyGraph } from '../workflow/graph.js';
import type { ComfyuiHandle } from './handle.js';

export interface Collected {
  client: ComfyuiClient;
  target: Target;
  graph: ComfyGraph;
  handle: ComfyuiHandle;
  expected: Expectation;
  /** Finished pictures that came over the WebSocket and lie nowhere. */
  sent: readonly { node: string; bytes: Buffer }[];
}

interface Listed {
  node: string;
  /** Place among the files of its node. */
  at: number;
  /** The key that it stands under: `images`, `gifs`, `audio`, `text` … */
  kind: string;
  content: OutputName | { text: string };
}

const MOST_FILES = 2_000;
export const MOST_BYTES = 512 * 1024 * 1024;
const ENDINGS: [RegExp, OutputRole][] = [
  [/\.(png|jpe?g|webp|gif)$/i, 'image'],
  [/\.(mp4|m4v|webm|mkv|mov)$/i, 'video'],
  [/\.(flac|mp3|opus|ogg|wav|m4a)$/i, 'audio'],
  [/\.(txt|json|md|csv|srt)$/i, 'text'],
];

/** @throws DispatchError when there is nothing to be had, TransportError */
export async function readOutputs(
  entry: HistoryEntry,
  from: Collected,
  signal: AbortSignal,
): Promise<RunOutputs> {
  const { graph, handle, sent } = from;
  const listed = listOutputs(entry, graph).slice(0, MOST_FILES);
  const files: OutputFile[] = [];
  const missing: Listed[] = [];
  let bytes = sent.reduce((sum, one) => sum + one.bytes.length, 0);
  if (bytes > MOST_BYTES) throw tooMuch();
  for (const one of listed) {
    const file = await fetchOne(one, listed, from, signal);
    if (!file) missing.push(one);
    else files.push(file);
    bytes += file?.bytes.length ?? 0;
    if (bytes > MOST_BYTES) throw tooMuch();
  }
  files.push(...sent.map(({ node, bytes: picture }, at) => sentFile(node, picture, at, from.expected)));
  if (files.length === 0) throw missing.length > 0 ? allGone() : noOutputs(handle);
  return {
    type: 'outputs',
    images: files,
    received: describeEntry(entry, handle.task_id),
    warnings: [...missing.map((one) => missingWarning(one, graph)), ...refusedWarnings(handle)],
  };
}

/** In the order of the graph, so that the same job always has the same order. */
export function listOutputs(entry: HistoryEntry, graph: ComfyGraph): Listed[] {
  const order = Object.keys(graph);
  const nodes = Object.keys(entry.outputs).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return nodes.flatMap((node) => {
    const listed = Object.entries(entry.outputs[node]!).flatMap(([kind, items]) => itemsOf(kind, items));
    return listed.map((item, at) => ({ node, at, ...item }));
  });
}

/** Any list of objects with a file name is files; `text` holds texts; the rest (flags, numbers) is nothing to keep. */
function itemsOf(kind: string, items: unknown): Pick<Listed, 'kind' | 'content'>[] {
  if (!Array.isArray(items)) return [];
  return (items as unknown[]).flatMap((item): Pick<Listed, 'kind' | 'content'>[] => {
    if (kind === 'text' && typeof item === 'string') return [{ kind, content: { text: item } }];
    const name = isJsonObject(item) ? nameOf(item) : null;
    return name ? [{ kind, content: name }] : [];
  });
}

function nameOf({ filename, subfolder, type }: JsonObject): OutputName | null {
  if (typeof filename !== 'string' || filename === '') return null;
  const known = typeof type === 'string' && /^(output|temp|input)$/.test(type) ? type : 'output';
  return { filename, subfolder: typeof subfolder === 'string' ? subfolder : '', type: known };
}

async function fetchOne(
  one: Listed,
  all: readonly Listed[],
  from: Collected,
  signal: AbortSignal,
): Promise<OutputFile | null> {
  const { content, node, at } = one;
  const none = { seed: null, infotext: null };
  if ('text' in content) {
    const name = `${sayNode(from.graph, node)}.txt`;
    return { bytes: Buffer.from(content.text, 'utf8'), role: 'text', name, ...none };
  }
  const bytes = await from.client.file(from.target, content, signal);
  if (!bytes) return null;
  const role = roleOf(one, all);
  if (role === 'image' && !pictureType(bytes) && !bytes.toString('latin1', 0, 4).startsWith('GIF8'))
    throw new DispatchError(
      'retryable',
      `The server sent something else for the picture "${content.filename.slice(0, 200)}".`,
      {
        code: 'bad_answer',
      },
    );
  // A batch has one seed: only its first picture can be made again by it alone.
  const seed = role === 'image' && at === 0 ? (from.expected.seeds[node] ?? null) : null;
  return { bytes, role, seed, infotext: null, name: content.filename };
}

/** What lies in the server's temporary folder was only shown, unless nothing else was made. */
function roleOf({ content }: Listed, all: readonly Listed[]): OutputRole {
  if ('text' in content) return 'text';
  const hasSaved = all.some((one) => 'type' in one.content && one.content.type === 'output');
  const role = ENDINGS.find(([ending]) => ending.test(content.filename))?.[1] ?? 'auxiliary';
  return content.type === 'temp' && hasSaved ? 'auxiliary' : role;
}

function sentFile(node: string, bytes: Buffer, at: number, { seeds }: Expectation): OutputFile {
  return { bytes, role: 'image', seed: at === 0 ? (seeds[node] ?? null) : null, infotext: null };
}

function missingWarning({ content, node }: Listed, graph: ComfyGraph): RunWarning {
  const name = 'text' in content ? 'a text' : `"${content.filename.slice(0, 200)}"`;
  const message = `The server has ${name} of ${sayNode(graph, node)} no more: somebody has deleted it there.`;
  return { code: 'output_missing', message, mismatch: true };
}

function refusedWarnings({ refused = [] }: ComfyuiHandle): RunWarning[] {
  return refused.map((message) => ({ code: 'node_errors', message, mismatch: true }));
}

function allGone(): DispatchError {
  const message =
    'The job is done, but its files are no longer on the server: somebody has deleted them there.';
  return new DispatchError('retryable', message, { code: 'outputs_gone' });
}

function noOutputs({ refused = [] }: ComfyuiHandle): DispatchError {
  const why = refused.length > 0 ? ` ${refused.join(' ')}` : ' It needs a node that saves, like Save Image.';
  return new DispatchError('permanent', `The workflow ran, but left nothing that could be kept.${why}`, {
    code: 'no_outputs',
  });
}

function tooMuch(): DispatchError {
  const message = 'The files of this job are more than 512 MiB: let it make fewer at a time.';
  return new DispatchError('permanent', message, { code: 'outputs_too_large' });
}
