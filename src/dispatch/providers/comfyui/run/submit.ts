// Hands a prepared graph to the server: images first, then a connection that hears of it, then the graph under the id
// that we chose. An answer that got lost is no reason to send it again: it is looked for first.
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { asDispatchError, classifyTransport } from '../../../answers/classify-transport.js';
import { pictureType } from '../../../answers/picture-type.js';
import { DispatchError, type PreparedRequest, type Target } from '../../../contract/index.js';
import type { HttpAnswer } from '../../../target-http.js';
import { toTransportError, type TransportError } from '../../../transport-error.js';
import { classifyRefusal, nodeProblems } from '../answer/classify-refusal.js';
import { classifyStatus } from '../answer/classify-status.js';
import { jsonOf, type ComfyuiClient } from '../server/comfyui-client.js';
import { isGraph, type ComfyGraph } from '../workflow/graph.js';
import type { ComfyuiHandle } from './handle.js';
import type { PromptFeed } from './prompt-feed.js';

const UPLOAD_MS = 60_000;
const FOLDER = 'stablequeue';

export interface Submission {
  client: ComfyuiClient;
  target: Target;
  request: PreparedRequest;
  handle: ComfyuiHandle;
}

/** The graph as it goes out: names of uploads in their places, names of results that are this attempt's own. */
export async function submittedGraph(
  { client, target, request, handle }: Submission,
  signal: AbortSignal,
): Promise<ComfyGraph> {
  const graph = structuredClone(graphOf(request));
  for (const [at, { at: path, data }] of (request.uploads ?? []).entries()) {
    const [, node, , input] = path;
    const bytes = Buffer.from(data, 'base64');
    const name = await uploadImage(client, target, `${handle.attempt_id}-${at + 1}`, bytes, signal);
    if (node !== undefined && input !== undefined && graph[node]) graph[node].inputs[input] = name;
  }
  for (const node of Object.values(graph)) {
    const prefix = node.inputs['filename_prefix'];
    // Names of its own: a file of an earlier run, or of another program, is never taken for one of this run.
    if (typeof prefix === 'string') node.inputs['filename_prefix'] = ownPrefix(handle.attempt_id, prefix);
  }
  return graph;
}

export function graphOf(request: PreparedRequest): ComfyGraph {
  const { prompt } = request.body;
  if (!isGraph(prompt)) throw new Error('This is no request of a ComfyUI run.');
  return prompt;
}

function ownPrefix(attemptId: string, prefix: string): string {
  const last = prefix.split(/[\\/]/).at(-1) ?? '';
  return `${FOLDER}/${attemptId}${last === '' ? '' : `-${last}`}`;
}

/** @returns sentences about outputs that the server refused while it took the rest */
export async function sendPrompt(
  submission: Submission,
  graph: ComfyGraph,
  feed: PromptFeed | null,
  signal: AbortSignal,
): Promise<string[]> {
  const { client, target, request, handle } = submission;
  const body: JsonObject = {
    ...request.body,
    prompt: graph,
    prompt_id: handle.task_id,
    // Without one, some versions lose the outputs of what was in the cache (0.3.68 to 0.27, ComfyUI#13751).
    client_id: feed?.clientId ?? `stablequeue-${handle.task_id}`,
  };
  let answer: HttpAnswer;
  try {
    answer = await client.queue(target, body, signal);
  } catch (error) {
    return await afterLostAnswer(submission, toTransportError(error), signal);
  }
  return readSubmitted(submission, answer, graph, signal);
}

async function readSubmitted(
  submission: Submission,
  answer: HttpAnswer,
  graph: ComfyGraph,
  signal: AbortSignal,
): Promise<string[]> {
  const json = jsonOf(answer);
  if (answer.status === 200 && isJsonObject(json) && typeof json['prompt_id'] === 'string')
    return nodeProblems(json['node_errors'], graph).map(({ message }) => message);
  if (answer.status === 400 && isJsonObject(json) && 'error' in json) throw classifyRefusal(json, graph);
  const failure = answer.status === 200 ? badAnswer(answer) : classifyStatus(answer, submission.target);
  // What a proxy says need not be what the server did.
  const isUncertain = answer.status === 200 || answer.status >= 500;
  if (isUncertain && (await hasArrived(submission, signal)) === true) return [];
  throw failure;
}

async function afterLostAnswer(
  submission: Submission,
  error: TransportError,
  signal: AbortSignal,
): Promise<string[]> {
  const { target } = submission;
  if (error.neverConnected) throw classifyTransport(error, target);
  signal.throwIfAborted();
  const arrived = await hasArrived(submission, signal);
  if (arrived === false) throw classifyTransport(error, target, 'retryable');
  // It may be running: whoever watches finds out.
  return [];
}

/** Null: nobody could be asked. */
async function hasArrived(
  { client, target, handle }: Submission,
  signal: AbortSignal,
): Promise<boolean | null> {
  try {
    return (await client.standing(target, handle.task_id, signal)).state !== 'absent';
  } catch {
    // Not knowing is an answer here.
    return null;
  }
}

/** There is no way to delete an upload, so they lie in a folder of their own. @returns the name for LoadImage */
async function uploadImage(
  client: ComfyuiClient,
  target: Target,
  name: string,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<string> {
  const type = pictureType(bytes) ?? 'image/png';
  const filename = `${name}.${type.replace('image/', '').replace('jpeg', 'jpg')}`;
  const content = multipart({ subfolder: FOLDER, overwrite: 'true' }, filename, type, bytes);
  const answer = await client
    .call(target, { method: 'POST', path: 'upload/image', content, timeoutMs: UPLOAD_MS, signal })
    .catch((error: unknown) => {
      throw asDispatchError(error, target);
    });
  const json = jsonOf(answer);
  if (answer.status !== 200) throw classifyStatus(answer, target);
  if (!isJsonObject(json) || typeof json['name'] !== 'string') throw badAnswer(answer);
  const folder =
    typeof json['subfolder'] === 'string' && json['subfolder'] !== '' ? `${json['subfolder']}/` : '';
  return `${folder}${json['name']}`;
}

function multipart(
  fields: Record<string, string>,
  filename: string,
  type: string,
  bytes: Buffer,
): { bytes: Buffer; type: string } {
  const boundary = `stablequeue-${filename.replace(/[^a-z0-9-]/gi, '')}-boundary`;
  const head = (disposition: string, more = ''): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n`;
  const parts = Object.entries(fields).map(([name, value]) => `${head(`name="${name}"`)}${value}\r\n`);
  const file = head(`name="image"; filename="${filename}"`, `Content-Type: ${type}\r\n`);
  const body = [Buffer.from(parts.join('') + file), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)];
  return { bytes: Buffer.concat(body), type: `multipart/form-data; boundary=${boundary}` };
}

function badAnswer(answer: HttpAnswer): DispatchError {
  const message = 'The server answered with something that makes no sense (a proxy’s page?).';
  return new DispatchError('retryable', message, {
    code: 'bad_answer',
    serverMessage: answer.body.toString('utf8', 0, 4000),
  });
}
