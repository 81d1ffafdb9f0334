// One look at a server, every few seconds: is it up, is it a ComfyUI, does somebody else use it? What is wrong is said
// in words, with what to change.
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { shownAddress, transportSentence } from '../../../answers/classify-transport.js';
import { numberOf, objects, textOf } from '../../../answers/read-json.js';
import type { MemoryUse, ProbeResult, ProbeState, Target } from '../../../contract/index.js';
import type { HttpAnswer } from '../../../target-http.js';
import { toTransportError, type TransportError } from '../../../transport-error.js';
import { classifyStatus } from '../answer/classify-status.js';
import { jsonOf, type ComfyuiClient } from './comfyui-client.js';

export interface ProbeContext {
  client: ComfyuiClient;
  target: Target;
  signal: AbortSignal;
  /** A prompt of ours is there, so that what runs cannot be told from it. */
  isOurs: boolean;
  /** A prompt that stood still in the worker when it was given up; null for none. */
  stuck: string | null;
}

type Answered = HttpAnswer | TransportError;
type Problem = Pick<ProbeResult, 'state' | 'problem' | 'problemCode'>;

const NOTHING = { version: null, loadedCheckpoint: null, memory: null, busyElsewhere: null };

export async function probeServer(context: ProbeContext): Promise<ProbeResult> {
  const started = performance.now();
  const [stats, prompt] = await Promise.all([ask(context, 'system_stats'), ask(context, 'prompt')]);
  const latencyMs = Math.round(performance.now() - started);
  const system = objectIn(stats)?.['system'];
  if (!isJsonObject(system)) return { ...NOTHING, ...(await findProblem(context, stats)), latencyMs };
  const dead = await deadWorker(context);
  if (dead) return { ...NOTHING, ...dead, latencyMs };
  return {
    ...{ state: 'online', problem: null, problemCode: null, loadedCheckpoint: null, latencyMs },
    version: textOf(system['comfyui_version'], 100),
    memory: memoryOf(objectIn(stats) ?? {}, system),
    busyElsewhere: busyOf(objectIn(prompt), context.isOurs),
  };
}

function ask({ client, target, signal }: ProbeContext, path: string): Promise<Answered> {
  return client.get(target, path, signal).catch((error: unknown) => toTransportError(error));
}

function objectIn(answer: Answered): JsonObject | null {
  const json = answer instanceof Error || answer.status !== 200 ? null : jsonOf(answer);
  return isJsonObject(json) ? json : null;
}

async function findProblem(context: ProbeContext, stats: Answered): Promise<Problem> {
  const { target } = context;
  const at = shownAddress(target);
  if (stats instanceof Error)
    return problemOf(
      stats.failure === 'tls' ? 'misconfigured' : 'unreachable',
      stats.failure === 'tls' ? 'tls' : 'unreachable',
      transportSentence(stats, target),
    );
  if (stats.status === 401 || stats.status === 403) {
    const { code, message } = classifyStatus(stats, target);
    return problemOf('misconfigured', code, message);
  }
  if (stats.status === 502 || stats.status === 503 || stats.status === 504)
    return problemOf(
      'unreachable',
      'unreachable',
      `A proxy answers at ${at}, but the server behind it does not.`,
    );
  if (objectIn(await ask(context, 'sdapi/v1/options')))
    return problemOf(
      'misconfigured',
      'wrong_port',
      `A Forge or A1111 answers at ${at}: register it with app_type "forge" or "a1111".`,
    );
  const hint = 'ComfyUI listens on port 8188 unless it is told otherwise.';
  return problemOf(
    'misconfigured',
    'wrong_port',
    `No ComfyUI answers at ${at}, but something else does. ${hint}`,
  );
}

/** Its HTTP is well, and the prompt that was given up still stands in its worker. */
async function deadWorker({ client, target, signal, stuck }: ProbeContext): Promise<Problem | null> {
  if (stuck === null) return null;
  const standing = await client.standing(target, stuck, signal).catch(() => null);
  if (standing?.state !== 'running') return null;
  return problemOf(
    'misconfigured',
    'worker_dead',
    'The server takes jobs but runs none: its worker has died. Restart it.',
  );
}

function problemOf(state: ProbeState, problemCode: string, problem: string): Problem {
  return { state, problemCode, problem };
}

/** The first device is the one that works; without a GPU it is the processor, and its memory is the machine's. */
function memoryOf(stats: JsonObject, system: JsonObject): MemoryUse {
  const [device] = objects(stats['devices'], 20);
  const gpu = device && device['type'] !== 'cpu' ? device : {};
  return {
    gpuTotalBytes: numberOf(gpu['vram_total']),
    gpuFreeBytes: numberOf(gpu['vram_free']),
    ramTotalBytes: numberOf(system['ram_total']),
    ramFreeBytes: numberOf(system['ram_free']),
  };
}

function busyOf(prompt: JsonObject | null, isOurs: boolean): boolean | null {
  const info = prompt?.['exec_info'];
  const remaining = isJsonObject(info) ? numberOf(info['queue_remaining']) : null;
  return isOurs || remaining === null ? null : remaining > 0;
}
