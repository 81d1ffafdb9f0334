import { startForgeSimulator } from '../index.js';
import type { ForgeSimulator, ForgeSimulatorOptions } from '../index.js';

/** What the specs of the simulator share: starting, stopping and talking to one. */
const running: ForgeSimulator[] = [];

export async function start(options: ForgeSimulatorOptions = {}): Promise<ForgeSimulator> {
  const simulator = await startForgeSimulator({ stepMs: 5, loadMs: 20, saveMs: 1, ...options });
  running.push(simulator);
  return simulator;
}

/** For repeating recordings: as fast as can be, on a machine without a GPU as theirs was. */
export function startQuick(options: ForgeSimulatorOptions): Promise<ForgeSimulator> {
  return start({ stepMs: 1, loadMs: 5, saveMs: 0, cuda: false, ...options });
}

/** Restarts it; the first requests may still pick a pooled connection of before. */
export async function restart(simulator: ForgeSimulator): Promise<void> {
  await simulator.restart();
  await eventually(async () => (await replyOrBroken(call(simulator, 'GET', '/internal/ping'))) !== 'broken');
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
}

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

export async function call(
  simulator: ForgeSimulator,
  method: string,
  path: string,
  body?: object,
  signal?: AbortSignal,
): Promise<Reply> {
  const response = await fetch(simulator.url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export const small = { prompt: 'a cat', steps: 4, width: 64, height: 64, seed: 1 };

export function generate(simulator: ForgeSimulator, more: object = {}, signal?: AbortSignal): Promise<Reply> {
  return call(simulator, 'POST', '/sdapi/v1/txt2img', { ...small, ...more }, signal);
}

export function taskProgress(simulator: ForgeSimulator, id: string): Promise<Reply> {
  return call(simulator, 'POST', '/internal/progress', { id_task: id, id_live_preview: -1 });
}

/** The reply, or `broken` when there was none that could be read. */
export function replyOrBroken(reply: Promise<Reply>): Promise<Reply | 'broken'> {
  return reply.catch((): 'broken' => 'broken');
}

export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('did not happen within 5 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function info(reply: Reply): Record<string, unknown> {
  return JSON.parse(String(reply.body['info'])) as Record<string, unknown>;
}

export function isRunning(simulator: ForgeSimulator): boolean {
  return simulator.generations.some(({ outcome }) => outcome === 'running');
}
