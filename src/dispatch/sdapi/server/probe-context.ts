import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { ProbeResult, ProbeState, Target } from '../../contract/index.js';
import type { HttpAnswer, TargetHttp } from '../../target-http.js';
import type { TransportError } from '../../transport-error.js';
import type { WebuiFlavour } from '../flavour.js';
import { jsonOf } from '../../answers/read-json.js';

export interface ProbeContext {
  http: TargetHttp;
  flavour: WebuiFlavour;
  target: Target;
  signal: AbortSignal;
  /** Whether a generation of ours runs there, so that what runs cannot be told from it. */
  isOurs: boolean;
  /** What is known of the server from its earlier answers. */
  version: string | null;
  loadedCheckpoint(options: JsonObject): string | null;
}

export type Answered = HttpAnswer | TransportError;

export type Problem = Pick<ProbeResult, 'state' | 'problem' | 'problemCode'>;

export function problemOf(state: ProbeState, problemCode: string, problem: string): Problem {
  return { state, problemCode, problem };
}

export function objectIn(answer: Answered): JsonObject | null {
  if (answer instanceof Error || answer.status !== 200) return null;
  const json = jsonOf(answer.body);
  return isJsonObject(json) ? json : null;
}
