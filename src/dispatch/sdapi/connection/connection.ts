// How a server is talked to: through its REST API, or through the functions of its page. What both are asked for;
// which one serves a job is decided in choose-connection.ts.
import type { Observable } from 'rxjs';
import type { JsonObject } from '../../../common/json.js';
import type {
  Handle,
  Inventory,
  PreparedRequest,
  ProbeResult,
  Recovery,
  RunEvent,
  RunLimits,
  Target,
} from '../../contract/index.js';

export type ConnectionName = 'rest' | 'gradio';

/** The members are those of the dispatcher's contract, and owe the queue the same. */
export interface Connection {
  readonly name: ConnectionName;
  probe(target: Target, known: Known, signal: AbortSignal): Promise<ProbeResult>;
  /** `extra.connection` is its name. */
  inventory(target: Target, signal: AbortSignal): Promise<Inventory>;
  prepare(
    params: JsonObject,
    target: Target,
    inventory: Inventory,
  ): PreparedRequest | Promise<PreparedRequest>;
  /** What a handle has beside the task id; stored before `submit`. */
  handleFor(request: PreparedRequest): Handle;
  submit(request: PreparedRequest, handle: Handle, target: Target, signal: AbortSignal): Promise<Handle>;
  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent>;
  recover(handle: Handle, request: PreparedRequest, target: Target, signal: AbortSignal): Promise<Recovery>;
  cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean>;
  free(target: Target, signal: AbortSignal): Promise<void>;
  /** Closes our side of everything; the servers go on. */
  closeAll(): void;
}

/** What is remembered of a server from its earlier answers. */
export interface Known {
  version: string | null;
  loadedCheckpoint(options: JsonObject): string | null;
}
