// One look at the page of a server: is it up, is it what it was registered as, can it be used, is it busy?
import { isJsonObject } from '../../../common/json.js';
import { jsonOf } from '../../answers/read-json.js';
import { asDispatchError, transportSentence } from '../../answers/classify-transport.js';
import type { ProbeResult, Target } from '../../contract/index.js';
import { classifyPageAnswer } from '../../gradio/classify-page-answer.js';
import type { PageClient } from '../../gradio/page-client.js';
import { componentOf, type Page } from '../../gradio/page/page.js';
import { toTransportError, type TransportError } from '../../transport-error.js';
import type { HttpAnswer, HttpCall } from '../../target-http.js';
import type { WebuiFlavour } from '../flavour.js';
import type { Known } from '../connection/connection.js';
import { problemOf, type Answered, type Problem } from '../server/probe-context.js';

const PING_MS = 5_000;
/** Until a page of Gradio 3 is read again, which cannot be told from another one without reading it. */
const MAX_AGE_MS = 300_000;

export interface PageProbe {
  client: PageClient;
  flavour: WebuiFlavour;
  target: Target;
  known: Known;
  /** Whether a generation of ours runs there, so that what runs cannot be told from it. */
  isOurs: boolean;
  signal: AbortSignal;
}

export async function probePage(probe: PageProbe): Promise<ProbeResult> {
  const { known, isOurs } = probe;
  const started = performance.now();
  const [startup, idle] = await Promise.all([
    ask(probe, { path: 'internal/profile-startup', timeoutMs: PING_MS }),
    // Without an id it is asked whether no task runs: null is then the one that "runs" (seen on both).
    ask(probe, { method: 'POST', path: 'internal/progress', json: {}, timeoutMs: PING_MS, repeatable: true }),
  ]);
  const problem = startupProblem(startup, probe.target) ?? (await pageProblem(probe));
  const latencyMs = Math.round(performance.now() - started);
  const nothing = { version: null, loadedCheckpoint: null, memory: null, busyElsewhere: null };
  if (problem) return { ...nothing, ...problem, latencyMs };
  const busyElsewhere = isOurs ? null : readBusy(idle);
  const { version } = known;
  const well = { state: 'online', problem: null, problemCode: null } as const;
  return {
    ...well,
    version,
    loadedCheckpoint: known.loadedCheckpoint({}),
    memory: null,
    busyElsewhere,
    latencyMs,
  };
}

function ask({ client, target, signal }: PageProbe, call: HttpCall): Promise<Answered> {
  return client.http.call(target, { ...call, signal }).catch((error: unknown) => toTransportError(error));
}

function startupProblem(startup: Answered, target: Target): Problem | null {
  if (startup instanceof Error) return unreachable(startup, target);
  const isStarting = startup.status === 200 && jsonOf(startup.body) === null;
  return isStarting ? problemOf('starting', 'starting', 'The server is starting.') : null;
}

/** The queue wants a login whenever the page does. */
async function pageProblem({ client, flavour, target, signal }: PageProbe): Promise<Problem | null> {
  try {
    const page = await client.page(target, signal, MAX_AGE_MS);
    const status = await client.queueStatus(target, signal);
    if (status.status !== 200) throw classifyPageAnswer(status, target);
    return unusable(page, flavour);
  } catch (error) {
    signal.throwIfAborted();
    const failure = asDispatchError(error, target);
    if (failure.code === 'server_unreachable')
      return problemOf('unreachable', 'unreachable', failure.message);
    return problemOf('misconfigured', failure.code, failure.message);
  }
}

function unusable(page: Page, flavour: WebuiFlavour): Problem | null {
  if (!page.tabs.txt2img) {
    const sentence = 'The page of the server has no button to generate with that StableQueue knows.';
    return problemOf('misconfigured', 'no_page', sentence);
  }
  if (flavour.recognisesPage((elemId) => componentOf(page, elemId) !== null)) return null;
  const sentence = `This server is not a ${flavour.label}: register it with app_type "${flavour.otherAppType}".`;
  return problemOf('misconfigured', 'not_this_app_type', sentence);
}

function unreachable(error: TransportError, target: Target): Problem {
  const sentence = transportSentence(error, target);
  if (error.failure === 'tls') return problemOf('misconfigured', 'tls', sentence);
  return problemOf('unreachable', 'unreachable', sentence);
}

function readBusy(answer: HttpAnswer | TransportError): boolean | null {
  if (answer instanceof Error || answer.status !== 200) return null;
  const json = jsonOf(answer.body);
  return isJsonObject(json) ? json['active'] !== true : null;
}
