// One look at a server, every few seconds: is it up, is it what it was registered as, is it busy? Four small requests
// at once. What is wrong is said in words, with what to change.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { MemoryUse, ProbeResult, Target } from '../../contract/index.js';
import { toTransportError, type TransportError } from '../../transport-error.js';
import { transportSentence } from '../../answers/classify-transport.js';
import type { WebuiFlavour } from '../flavour.js';
import { readServerReport } from './sdapi-client.js';
import { jsonOf, numberOf } from '../../answers/read-json.js';
import { objectIn, problemOf, type Answered, type ProbeContext, type Problem } from './probe-context.js';
import { wrongPort } from './wrong-port.js';

const PING_MS = 5_000;
const LIST_MS = 10_000;

export async function probeServer(context: ProbeContext): Promise<ProbeResult> {
  const started = performance.now();
  const [startup, options, memory, progress] = await Promise.all([
    ask(context, 'internal/profile-startup', PING_MS),
    ask(context, 'sdapi/v1/options', LIST_MS),
    ask(context, 'sdapi/v1/memory', LIST_MS),
    ask(context, 'sdapi/v1/progress?skip_current_image=true', LIST_MS),
  ]);
  const latencyMs = Math.round(performance.now() - started);
  const problem = await findProblem(context, startup, options);
  if (problem) return { ...NOTHING, ...problem, latencyMs };
  const values = objectIn(options) ?? {};
  return {
    state: 'online',
    problem: null,
    problemCode: null,
    version: context.version,
    loadedCheckpoint: context.loadedCheckpoint(values),
    memory: readMemory(objectIn(memory)),
    busyElsewhere: readBusy(objectIn(progress), context.isOurs),
    latencyMs,
  };
}

const NOTHING: Omit<ProbeResult, 'state' | 'problem' | 'problemCode' | 'latencyMs'> = {
  version: null,
  loadedCheckpoint: null,
  memory: null,
  busyElsewhere: null,
};

async function ask(
  { http, target, signal }: ProbeContext,
  path: string,
  timeoutMs: number,
): Promise<Answered> {
  return http.call(target, { path, timeoutMs, signal }).catch((error: unknown) => toTransportError(error));
}

async function findProblem(
  context: ProbeContext,
  startup: Answered,
  options: Answered,
): Promise<Problem | null> {
  const { target, flavour } = context;
  if (startup instanceof Error) return unreachable(startup, target);
  if (startup.status === 200 && jsonOf(startup.body) === null) {
    return problemOf('starting', 'starting', 'The server is starting.');
  }
  if (options instanceof Error) return unreachable(options, target);
  if (options.status === 401 || options.status === 403) return loginProblem(target, options.status);
  const values = objectIn(options);
  const isWebui = startup.status === 200 && isJsonObject(jsonOf(startup.body));
  if (values && 'samples_format' in values) return wrongFamily(flavour, values);
  // It is what we look for, but its stored options are broken (a wrong type makes this list a 500, seen on Forge).
  if (options.status === 500 && objectIn({ ...options, status: 200 })) return null;
  if (isWebui && options.status === 404) return apiNotEnabled();
  return wrongPort(context, startup, options);
}

function unreachable(error: TransportError, target: Target): Problem {
  const sentence = transportSentence(error, target);
  if (error.failure === 'tls') return problemOf('misconfigured', 'tls', sentence);
  return problemOf('unreachable', 'unreachable', sentence);
}

function loginProblem(target: Target, status: number): Problem {
  if (target.credentials.type === 'basic') {
    const sentence = 'Wrong password: the server refuses the stored user name and password (--api-auth).';
    return problemOf('misconfigured', 'wrong_password', sentence);
  }
  const sentence = `Login needed: the server answers ${status}. Store the user name and password of its --api-auth.`;
  return problemOf('misconfigured', 'login_needed', sentence);
}

function wrongFamily(flavour: WebuiFlavour, options: JsonObject): Problem | null {
  if (flavour.recognises(options)) return null;
  const sentence = `This server is not a ${flavour.label}: register it with app_type "${flavour.otherAppType}".`;
  return problemOf('misconfigured', 'not_this_app_type', sentence);
}

function apiNotEnabled(): Problem {
  const sentence = 'The server runs, but without its API: start it with the argument --api.';
  return problemOf('misconfigured', 'api_not_enabled', sentence);
}

/** `cuda: {error}` on machines without a GPU. */
function readMemory(json: JsonObject | null): MemoryUse | null {
  if (!json) return null;
  const ram = isJsonObject(json['ram']) ? json['ram'] : {};
  const cuda = isJsonObject(json['cuda']) ? json['cuda'] : {};
  const gpu = isJsonObject(cuda['system']) ? cuda['system'] : {};
  const active = isJsonObject(cuda['active']) ? cuda['active'] : {};
  return {
    gpuTotalBytes: numberOf(gpu['total']),
    gpuFreeBytes: numberOf(gpu['free']),
    gpuPeakBytes: numberOf(active['peak']),
    ramTotalBytes: numberOf(ram['total']),
    ramFreeBytes: numberOf(ram['free']),
  };
}

function readBusy(json: JsonObject | null, isOurs: boolean): boolean | null {
  if (!json || isOurs) return null;
  const report = readServerReport(json);
  return report.job !== '' || report.jobCount !== 0;
}
