import type { ForgeSimulator } from '../index.js';

/** How the specs of the simulator's Gradio side read /config, call functions of the page, and listen. */
export interface Message {
  msg: string;
  event_id: string | null;
  output?: { data?: unknown[]; error?: unknown };
  success?: boolean;
  [more: string]: unknown;
}

export interface Component {
  id: number;
  type: string;
  props: { elem_id?: string; label?: string; value?: unknown; elem_classes?: string[] };
}

export interface Dependency {
  id: number;
  targets: unknown[];
  trigger?: string;
  inputs: number[];
  outputs: number[];
  js: string | null;
  api_name: string | null;
}

export interface Config {
  components: Component[];
  dependencies: Dependency[];
  [more: string]: unknown;
}

export async function readConfig(
  simulator: ForgeSimulator,
  headers: Record<string, string> = {},
): Promise<Config> {
  const response = await fetch(`${simulator.url}/config`, { headers });
  const config = (await response.json()) as Config;
  // Gradio 3 calls functions by their place in the list.
  config.dependencies.forEach((one, i) => (one.id ??= i));
  return config;
}

export function idOf(config: Config, elemId: string): number {
  return config.components.find(({ props }) => props.elem_id === elemId)?.id ?? NaN;
}

/** The handler of a click on this button with this script in front of it. */
export function clickOn(config: Config, elemId: string, js?: string): Dependency {
  const button = idOf(config, elemId);
  const found = config.dependencies.find(
    (one) => one.targets.flat().includes(button) && (js === undefined || one.js === js),
  );
  if (!found) throw new Error(`no function listens to ${elemId}`);
  return found;
}

export function inputsOf(config: Config, { inputs }: Dependency): Component[] {
  return inputs.map((id) => config.components.find((one) => one.id === id) as Component);
}

/** The defaults of the page, with some inputs set by elem_id or position. */
export function dataFor(config: Config, fn: Dependency, values: Record<string, unknown>): unknown[] {
  const common = { '0': 'task(spec)', '@_width': 64, '@_height': 64, '@_steps': 4, '@_seed': 1 };
  const tab = fn.js === 'submit_img2img' ? 'img2img' : 'txt2img';
  const given: Record<string, unknown> = {};
  for (const [key, value] of Object.entries({ ...common, ...values })) given[key.replace('@', tab)] = value;
  return inputsOf(config, fn).map(({ type, props }, i) => {
    if (i in given) return given[i];
    if (props.elem_id !== undefined && props.elem_id in given) return given[props.elem_id];
    return type === 'state'
      ? null
      : (props.value ?? (props.elem_id?.endsWith('override_settings') ? [] : null));
  });
}

export async function join(
  simulator: ForgeSimulator,
  body: { data: unknown[]; fn_index: number; session_hash: string },
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await post(simulator, '/queue/join', body, headers);
  return ((await response.json()) as { event_id: string }).event_id;
}

export function post(
  simulator: ForgeSimulator,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(simulator.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** Reads a stream to its end; `seen` hears each message as it comes. */
export async function listen(
  simulator: ForgeSimulator,
  session: string,
  options: { seen?: (message: Message) => void; signal?: AbortSignal; headers?: Record<string, string> } = {},
): Promise<Message[]> {
  const { seen, signal, headers = {} } = options;
  const response = await fetch(`${simulator.url}/queue/data?session_hash=${session}`, {
    headers,
    ...(signal ? { signal } : {}),
  });
  const messages: Message[] = [];
  let rest = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const frames = (rest + Buffer.from(chunk).toString()).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const message = JSON.parse(frame.replace(/^data: /, '')) as Message;
      messages.push(message);
      seen?.(message);
    }
  }
  return messages;
}

export const outputOf = (messages: Message[], eventId?: string): Message['output'] =>
  messages.find(({ msg, event_id }) => msg === 'process_completed' && (!eventId || event_id === eventId))
    ?.output;

/** Joins, listens, and returns what the function gave back. */
export async function runInQueue(
  simulator: ForgeSimulator,
  fn: Dependency,
  data: unknown[],
  session = `s${Math.random()}`,
): Promise<Message[]> {
  await join(simulator, { data, fn_index: fn.id, session_hash: session });
  return listen(simulator, session);
}

/** A picture of one pixel, as a client sends it. */
export const greyDot =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';
