// What the dispatcher contract needs of Forge and A1111: their simulator as a server, and parameters that suit it.
import {
  startForgeSimulator,
  type ForgeSimulator,
  type ForgeSimulatorOptions,
} from '../../simulators/forge/index.js';
import type { JsonObject } from '../../src/common/json.js';
import type {
  Credentials,
  Dispatcher,
  RunEvent,
  RunOutputs,
  Target,
} from '../../src/dispatch/contract/index.js';
import { TargetHttp } from '../../src/dispatch/target-http.js';

export type Dialect = 'forge' | 'a1111';

/** Quick enough for a spec, slow enough that a hang is a hang. */
export const LIMITS = { firstStepMs: 1_500, stallMs: 700, pollMs: 25 };

export interface Subject {
  dialect: Dialect;
  dispatcher: Dispatcher;
  /** Like the process after a restart: it knows nothing of what ran before. */
  restarted(): Dispatcher;
  start(options?: ForgeSimulatorOptions): Promise<ForgeSimulator>;
  close(): Promise<void>;
}

export function webuiSubject(dialect: Dialect, create: (http: TargetHttp) => Dispatcher): Subject {
  const https: TargetHttp[] = [];
  const simulators: ForgeSimulator[] = [];
  const build = (): Dispatcher => {
    const http = new TargetHttp();
    https.push(http);
    return create(http);
  };
  return {
    dialect,
    dispatcher: build(),
    restarted: build,
    async start(options = {}) {
      const simulator = await startForgeSimulator({ dialect, stepMs: 8, loadMs: 30, saveMs: 2, ...options });
      simulators.push(simulator);
      return simulator;
    },
    async close() {
      await Promise.all(simulators.splice(0).map((simulator) => simulator.close()));
      await Promise.all(https.splice(0).map((http) => http.onModuleDestroy()));
    },
  };
}

export function targetOf(simulator: ForgeSimulator, over: Partial<Target> = {}): Target {
  return {
    id: simulator.url,
    alias: 'sim',
    appType: 'forge',
    baseUrl: simulator.url,
    credentials: { type: 'none' } satisfies Credentials,
    extraHeaders: {},
    tls: { verify: true },
    options: {},
    ...over,
  };
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

export const SMALL: JsonObject = { prompt: 'a cat', steps: 6, width: 64, height: 64, seed: 7 };

/** The parameters as they would be stored: fails the test when they are refused. */
export function stored(dispatcher: Dispatcher, params: JsonObject): JsonObject {
  const reading = dispatcher.readParams({ ...SMALL, ...params });
  if (reading.problems.length > 0) throw new Error(JSON.stringify(reading.problems));
  return reading.params;
}

/** Polls until it is so. */
export async function eventually(check: () => boolean | Promise<boolean>, timeoutMs = 5_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
