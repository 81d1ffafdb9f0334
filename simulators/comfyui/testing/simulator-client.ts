import { startComfyuiSimulator } from '../index.js';
import type { ComfyuiSimulator, ComfyuiSimulatorOptions } from '../index.js';

/** What the specs of the simulator share: starting, stopping and talking to one. */
const running: ComfyuiSimulator[] = [];

export async function start(options: ComfyuiSimulatorOptions = {}): Promise<ComfyuiSimulator> {
  const quick = { stepMs: 3, loadMs: 2, decodeMs: 1, historyDelayMs: 5 };
  const simulator = await startComfyuiSimulator({ ...quick, ...options });
  running.push(simulator);
  return simulator;
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** undefined: no JSON. */
  body: unknown;
}

export async function call(
  simulator: Pick<ComfyuiSimulator, 'url'>,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  // A connection kept from before a restart would be found broken only when it is used.
  const response = await fetch(simulator.url + path, {
    method,
    headers: { connection: 'close', ...headers },
    ...sent,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type Graph = Record<string, { class_type: string; inputs: Record<string, unknown>; _meta?: object }>;

export interface Submitted {
  prompt_id: string;
  number: number;
  node_errors: object;
}

export async function submit(
  simulator: ComfyuiSimulator,
  prompt: Graph,
  more: Record<string, unknown> = {},
): Promise<Submitted> {
  const reply = await call(simulator, 'POST', '/prompt', { prompt, ...more });
  if (reply.status !== 200) throw new Error(`${reply.status}: ${reply.text}`);
  return reply.body as Submitted;
}

export interface Entry {
  prompt: [number, string, Graph, Record<string, unknown>, string[]];
  outputs: Record<string, Record<string, unknown[]>>;
  status: { status_str: string; completed: boolean; messages: [string, Record<string, unknown>][] };
  meta: Record<string, object>;
}

export async function historyOf(simulator: ComfyuiSimulator, id: string): Promise<Entry | undefined> {
  const { body } = await call(simulator, 'GET', `/history/${id}`);
  return (body as Record<string, Entry>)[id];
}

/** Submits and waits for the entry in the history. */
export async function finished(
  simulator: ComfyuiSimulator,
  prompt: Graph,
  more: Record<string, unknown> = {},
): Promise<Entry> {
  const { prompt_id } = await submit(simulator, prompt, more);
  return eventually(() => historyOf(simulator, prompt_id));
}

export function upload(
  simulator: ComfyuiSimulator,
  name: string,
  bytes: Buffer,
  fields: Record<string, string> = {},
  route = 'image',
): Promise<Reply> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(bytes)]), name);
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  return fetch(`${simulator.url}/upload/${route}`, { method: 'POST', body: form }).then(async (response) => {
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  });
}

/** What `check` gives once it gives something. */
export async function eventually<T>(
  check: () => T | undefined | Promise<T | undefined>,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('did not happen within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

/** The reply, or `broken` when there was none that could be read. */
export function replyOrBroken<T>(reply: Promise<T>): Promise<T | 'broken'> {
  return reply.catch((): 'broken' => 'broken');
}
