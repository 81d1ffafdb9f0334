import { it } from '@jest/globals';
import sharp from 'sharp';
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
import {
  LIMITS,
  nextAttempt,
  stored,
  type Engine,
  type Misfortune,
  type RunResult,
  type Subject,
  type Wish,
} from './subject.js';

export const never = (): AbortSignal => AbortSignal.timeout(60_000);

/** A dispatcher, a server, and the way of a job between them in one call. */
export class Bench {
  constructor(
    readonly subject: Subject,
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

  /** `params` go on top of those of a small run. */
  prepare(params: JsonObject = {}): Promise<PreparedRequest> {
    const wanted = stored(this.dispatcher, { ...this.subject.params({}), ...params });
    return this.dispatcher.prepare(wanted, this.target, this.source());
  }

  async submit(params: JsonObject = {}): Promise<{ handle: Handle; request: PreparedRequest }> {
    const request = await this.prepare(params);
    const handle = this.dispatcher.handleFor(nextAttempt(), request);
    return { handle: await this.dispatcher.submit(request, handle, this.target, never()), request };
  }

  async run(params: JsonObject = {}, limits: RunLimits = LIMITS): Promise<RunResult> {
    return this.runPrepared(await this.prepare(params), limits);
  }

  /** Wherever it fails: some engines say no when they are given a request, others when they answer it. */
  async runPrepared(request: PreparedRequest, limits: RunLimits = LIMITS): Promise<RunResult> {
    const handle = this.dispatcher.handleFor(nextAttempt(), request);
    try {
      const sent = await this.dispatcher.submit(request, handle, this.target, never());
      return await this.watch(this.dispatcher, sent, request, limits);
    } catch (error) {
      return { events: [], outputs: null, error };
    }
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

/** What a group of contract tests works on; engine and bench are there from the first test on. */
export class World {
  engine!: Engine;
  bench!: Bench;

  constructor(readonly subject: Subject) {}

  async open(): Promise<void> {
    this.engine = await this.subject.open();
    this.bench = new Bench(this.subject, this.engine.target);
  }

  /** The same server, where it keeps results for us. */
  keeping(id: string): Bench {
    const options = this.subject.keepsResults.options ?? {};
    return new Bench(this.subject, { ...this.engine.target, id, options });
  }

  wish(wish: Wish): JsonObject {
    return this.subject.params(wish);
  }

  /** A test of something that needs these misfortunes; the subject has declared which ones spare its engine. */
  whereStruckBy(misfortunes: Misfortune[], name: string, test: () => Promise<void>): void {
    if (misfortunes.every((how) => this.subject.spared[how] === undefined)) it(name, test);
  }

  lastOutcome(): string | undefined {
    return this.engine.generations().at(-1)?.outcome;
  }
}

/** Of the first picture: what its file says besides (names, times) may differ between equal ones. */
export async function pixelsOf({ outputs }: RunResult): Promise<Buffer> {
  return sharp(outputs!.images[0]!.bytes).raw().toBuffer();
}

export const kindOf = (result: RunResult): string => `${failure(result).kind} ${failure(result).code}`;
export const progressOf = (result: RunResult): RunProgress[] =>
  result.events.filter((event) => event.type === 'progress');

/** An interrupted run may end with what there was of it, or with an error; it never passes for a whole one. */
export function wasToldAsInterrupted(result: RunResult): boolean {
  if (result.error !== null) return failure(result).code === 'interrupted';
  return result.outputs?.warnings.some(({ code, mismatch }) => code === 'interrupted' && mismatch) ?? false;
}
