// The contract between the queue and an engine. A dispatcher speaks one app_type: values in, values out.
// It has no bus, no repository, no entity; every call that reaches the network takes an AbortSignal.
import type { Observable } from 'rxjs';
import type { FieldProblem } from '../../common/errors.js';
import type { JsonObject } from '../../common/json.js';
import type { Inventory, ProbeResult } from './inventory.js';
import type { RunEvent } from './run-event.js';
import type { Target } from './target.js';
import type { WorkflowReading } from './workflow.js';

/** Facts about the parameters that the queue shows and searches by; null where the job does not say. */
export interface ParamsSummary {
  prompt: string | null;
  negativePrompt: string | null;
  width: number | null;
  height: number | null;
  steps: number | null;
  /** How many images this job will make. */
  images: number;
  seed: number | null;
  /** Checkpoint as asked for. */
  checkpoint: string | null;
}

/** The outcome of reading what a client sent. */
export interface ParamsReading {
  /** Normalised parameters, ready to be stored: random seeds resolved, aliases of fields unified, unknown keys kept. */
  params: JsonObject;
  /** Sentences about what was odd but accepted (an unknown key, a rounded size). */
  warnings: string[];
  /** Not empty: the job is refused; nothing is stored. */
  problems: FieldProblem[];
}

/** The exact request for one server, names resolved. Plain JSON, shown to the user as "what was sent". */
export interface PreparedRequest {
  method: string;
  /** Relative to the server's base URL. */
  path: string;
  /** As it is sent, but for what belongs to one attempt alone (its task id), which `submit` adds. */
  body: JsonObject;
  /** Files that the server must have before; `submit` hands them over and puts their names into the body. */
  uploads?: PreparedUpload[];
  /** What the run is compared with afterwards; plain JSON of the dispatcher's own. */
  expect: JsonObject;
  warnings: string[];
}

export interface PreparedUpload {
  /** Where in the body the name belongs that the server gives the file. */
  at: string[];
  /** Base64. Only its beginning is left once the request is stored. */
  data: string;
}

/** What a dispatcher needs to find its running job again after a restart. Plain JSON, stored on the job's row. */
export type Handle = JsonObject;

export type Recovery =
  /** Still there: watch it like a fresh one. */
  | { state: 'running' }
  /** The server never heard of it or forgot it. `mayHaveRun` is false only when it certainly never started. */
  | { state: 'unknown'; mayHaveRun: boolean }
  /** Finished, but its result cannot be had any more. */
  | { state: 'result_gone'; reason: string }
  /** Finished and fetchable: `watch` will emit the outputs. */
  | { state: 'finished' }
  | { state: 'unreachable'; reason: string };

/** Time limits of a run, milliseconds; there is none on the whole generation. */
export interface RunLimits {
  /** From submission (or from leaving the server's own queue) to the first sampling step; covers model loading. */
  firstStepMs: number;
  /** Without any new step once sampling has begun. */
  stallMs: number;
  /** Between two polls of the server's progress. */
  pollMs: number;
}

/** A question about a server that makes no picture of the queue: a list, an upscaling, what a picture's text says. */
export interface SideQuestion {
  method: 'GET' | 'POST';
  /** Relative to the server's base URL, e.g. `sdapi/v1/png-info`. Fixed by us, never by a client. */
  path: string;
  /** Without the question mark; empty for none. */
  query: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Until the answer is complete. */
  timeoutMs: number;
}

/** The server's answer, whatever its status; `json` is undefined when it is no JSON. */
export interface SideAnswer {
  status: number;
  json: unknown;
}

export interface Dispatcher {
  /** For people: "Forge". */
  readonly label: string;
  /** DTO class of `generation_params`, published in the OpenAPI document. */
  readonly params: new () => object;
  readonly capabilities: { img2img: boolean; previews: boolean; interrupt: boolean };

  /** Validates and normalises what a client sent. Pure: no server is asked. Resolves random seeds. */
  readParams(raw: JsonObject): ParamsReading;
  summarize(params: JsonObject): ParamsSummary;

  /**
   * What is wrong with the `options` of a server; paths are relative to them. Pure. Absent: it has no options of its
   * own.
   */
  checkOptions?(options: JsonObject): FieldProblem[];

  probe(target: Target, signal: AbortSignal): Promise<ProbeResult>;
  inventory(target: Target, signal: AbortSignal): Promise<Inventory>;

  /**
   * The exact request that will be sent. Names are resolved against `inventory`; pure but for `refresh`, which
   * re-reads the inventory once when a name is not in it.
   * @throws DispatchError `permanent` (with `elsewhere: true` when another server may have it)
   */
  prepare(params: JsonObject, target: Target, inventory: InventorySource): Promise<PreparedRequest>;

  /** The handle of an attempt before it is submitted; `attemptId` is `<job id>-<attempt>`. Stored first. */
  handleFor(attemptId: string, request: PreparedRequest): Handle;

  /**
   * Hands the request to the server and returns the (possibly completed) handle as soon as it is on its way.
   * Failures of a request that takes as long as the generation surface in `watch`.
   */
  submit(request: PreparedRequest, handle: Handle, target: Target, signal: AbortSignal): Promise<Handle>;

  /**
   * Progress, previews, `made`, then exactly one `outputs`, then completion; or a DispatchError. Works for a handle
   * submitted in this process and for one that `recover` answered `running` or `finished` to.
   * Unsubscribing stops all work and closes all connections but never cancels the generation.
   */
  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent>;

  /** After a restart of ours: what became of it? */
  recover(handle: Handle, request: PreparedRequest, target: Target, signal: AbortSignal): Promise<Recovery>;

  /** Stops this generation and only this one. False: it was not running there, nothing was stopped. */
  cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean>;

  /**
   * Takes everything that it has loaded off the GPU; the next generation loads what it needs by itself. Only asked while
   * nothing runs there. Absent: this app_type cannot.
   * @throws DispatchError when the server did not do it
   */
  free?(target: Target, signal: AbortSignal): Promise<void>;

  /**
   * The same pictures with the same seeds in the same order, fewer of them at a time (`batch_size` 4 → 2 and `n_iter`
   * 1 → 2). Null: it cannot be made smaller. Pure. Absent: this app_type cannot keep the pictures the same.
   */
  shrinkBatch?(params: JsonObject): JsonObject | null;

  /**
   * Answers a side question of the A1111 API. Absent: this app_type does not speak that API.
   * @throws DispatchError when no whole answer came
   */
  ask?(question: SideQuestion, target: Target, signal: AbortSignal): Promise<SideAnswer>;

  /**
   * Reads a workflow that somebody wants to keep as a template: what it is, and the form of its parameters. `map` says
   * which inputs are which; null finds them as for jobs. Pure. Absent: this app_type knows no templates.
   */
  readWorkflow?(given: unknown, map: JsonObject | null): WorkflowReading;
}

export interface InventorySource {
  current(): Inventory | null;
  /** Asks the server again and returns the fresh lists. */
  refresh(): Promise<Inventory>;
}
