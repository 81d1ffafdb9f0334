// What the dispatcher contract is told of an engine. The suite knows none by name: how a run is asked for, what its
// server can be made to do and what is left of a broken run is said by the engine's own subject.
import type { JsonObject } from '../../../src/common/json.js';
import type { Dispatcher, RunEvent, RunOutputs, Target } from '../../../src/dispatch/contract/index.js';

/** Quick enough for a spec, slow enough that a hang is a hang. */
export const LIMITS = { firstStepMs: 1_500, stallMs: 700, pollMs: 25 };

/** A run as the contract asks for it, small unless it says otherwise, always with `SEED`. */
export interface Wish {
  steps?: number;
  /** In one batch; their seeds follow one another. */
  pictures?: number;
  /** True: a model that has to be loaded first; false: the usual one, by name; absent: as the server likes. */
  otherModel?: boolean;
}

export const SEED = 7;

/** What may happen to a run. Each lasts until `mend`, or befalls one run where that is in its nature. */
export const MISFORTUNES = [
  'out_of_memory',
  'failure',
  /** The page of a proxy instead of an answer. */
  'proxy_page',
  'no_json',
  /** The bytes of a picture are none. */
  'no_picture',
  'wrong_shape',
  'cut_answer',
  'login_refused',
  /** The disk on which the server keeps pictures for us. */
  'full_disk',
  /** Standing still in the middle of the steps; before the first one. */
  'stall',
  'stall_while_loading',
  'slow_answer',
  /** What tells us of the run is closed in its middle; just before it would have told of the end. */
  'connection_lost',
  'answer_lost',
  'crash',
  /** Another model is used than was asked for, without an error. */
  'other_model',
  /** A picture comes that is no result (a map, a mask). */
  'picture_beside',
] as const;
export type Misfortune = (typeof MISFORTUNES)[number];

/** One generation as its server knows it. */
export interface Generation {
  outcome: 'running' | 'completed' | 'failed' | 'interrupted' | 'lost';
}

/** A running server of the engine, and what a test may do to it. */
export interface Engine {
  readonly target: Target;
  /** All that began, in that order. What waits in the server's own queue has not begun. */
  generations(): readonly Generation[];
  strike(how: Misfortune): Promise<void> | void;
  mend(): Promise<void> | void;
  /** Somebody else generates there for so long. */
  occupy(durationMs: number): Promise<void> | void;
  /** Somebody stops whatever runs there. */
  interrupt(): Promise<void>;
  /** How often it was asked to stop something. */
  stopsAsked(): number;
  /** Nothing of ours is connected to it on behalf of the last generation. */
  isLeftAlone(): boolean;
}

export interface Subject {
  readonly dispatcher: Dispatcher;
  /** Like the process after a restart: it knows nothing of what ran before. */
  restarted(): Dispatcher;
  /** A server of its own. */
  open(): Promise<Engine>;
  close(): Promise<void>;

  /** `generation_params` for a run. */
  params(wish: Wish): JsonObject;
  /** What cannot befall this engine, each with the reason; the suite runs everything else. */
  readonly spared: Partial<Record<Misfortune, string>>;
  /** Whether a result survives the connection that it should have come on; `options` of a server that make it so. */
  readonly keepsResults: { always: boolean; options: JsonObject | null };
  /** Part of the infotext of a picture with this seed; null where pictures of this engine carry none. */
  infotextOf(seed: number): string | null;
}

export interface RunResult {
  events: RunEvent[];
  outputs: RunOutputs | null;
  error: unknown;
}

let attempts = 0;

/** A fresh attempt id, as the runner makes them. */
export function nextAttempt(): string {
  attempts += 1;
  return `0f9c1a52-6f3e-4f0e-9a43-${String(attempts).padStart(12, '0')}-1`;
}

/** The parameters as they would be stored: fails the test when they are refused. */
export function stored(dispatcher: Dispatcher, params: JsonObject): JsonObject {
  const reading = dispatcher.readParams(params);
  if (reading.problems.length > 0) throw new Error(JSON.stringify(reading.problems));
  return reading.params;
}

/** A server that nobody listens for. */
export function goneTarget(target: Target): Target {
  return { ...target, id: 'gone', baseUrl: 'http://127.0.0.1:9' };
}

/** Polls until it is so. */
export async function eventually(check: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
