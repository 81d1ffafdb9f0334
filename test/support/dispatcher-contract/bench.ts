import type { ForgeSimulator } from '../../../simulators/forge/index.js';
import {
  DispatchError,
  type Dispatcher,
  type Handle,
  type Inventory,
  type InventorySource,
  type PreparedRequest,
  type RunEvent,
  type RunLimits,
  type RunProgress,
  type Target,
} from '../../../src/dispatch/contract/index.js';
import type { JsonObject } from '../../../src/common/json.js';
import { LIMITS, nextAttempt, stored, type RunResult, type Subject } from '../webui-subject.js';

export const never = (): AbortSignal => AbortSignal.timeout(60_000);

/** A dispatcher, a server, and the way of a job between them in one call. */
export class Bench {
  constructor(
    readonly subject: Subject,
    readonly server: ForgeSimulator,
    readonly target: Target,
  ) {}

  get dispatcher(): Dispatcher {
    return this.subject.dispatcher;
  }

  source(): InventorySource {
    let known: Inventory | null = null;
    return {
      current: () => known,
      refresh: async () => (known = await this.dispatcher.inventory(this.target, never())),
    };
  }

  prepare(params: JsonObject = {}): Promise<PreparedRequest> {
    return this.dispatcher.prepare(stored(this.dispatcher, params), this.target, this.source());
  }

  async submit(params: JsonObject = {}): Promise<{ handle: Handle; request: PreparedRequest }> {
    const request = await this.prepare(params);
    const handle = this.dispatcher.handleFor(nextAttempt(), request);
    return { handle: await this.dispatcher.submit(request, handle, this.target, never()), request };
  }

  async run(params: JsonObject = {}, limits: RunLimits = LIMITS): Promise<RunResult> {
    const { handle, request } = await this.submit(params);
    return this.watch(this.dispatcher, handle, request, limits);
  }

  async watch(
    dispatcher: Dispatcher,
    handle: Handle,
    request: PreparedRequest,
    limits: RunLimits = LIMITS,
  ): Promise<RunResult> {
    const events: RunEvent[] = [];
    return new Promise((resolve) => {
      const done = (error: unknown): void => {
        const outputs = events.find((event) => event.type === 'outputs') ?? null;
        resolve({ events, outputs, error });
      };
      dispatcher.watch(handle, request, this.target, limits).subscribe({
        next: (event) => events.push(event),
        error: done,
        complete: () => done(null),
      });
    });
  }
}

export const failure = (result: RunResult): DispatchError => {
  if (!(result.error instanceof DispatchError)) {
    throw new Error(
      `expected a DispatchError, got ${String(result.error)} after ${result.events.length} events`,
    );
  }
  return result.error;
};

/** What a group of contract tests works on; filled before its first test. */
export interface World {
  subject: Subject;
  server: ForgeSimulator;
  bench: Bench;
}

export const kindOf = (result: RunResult): string => `${failure(result).kind} ${failure(result).code}`;
export const progressOf = (result: RunResult): RunProgress[] =>
  result.events.filter((event) => event.type === 'progress');
