// What the dispatcher contract is told of Forge and A1111, over their simulator.
import {
  startForgeSimulator,
  type ForgeSimulator,
  type ForgeSimulatorOptions,
  type Knobs,
} from '../../simulators/forge/index.js';
import type { JsonObject } from '../../src/common/json.js';
import type { Credentials, Dispatcher, Target } from '../../src/dispatch/contract/index.js';
import { TargetHttp } from '../../src/dispatch/target-http.js';
import {
  SEED,
  type Engine,
  type Misfortune,
  type Subject,
  type Wish,
} from './dispatcher-contract/subject.js';

export { LIMITS, eventually, nextAttempt, stored } from './dispatcher-contract/subject.js';

export type Dialect = 'forge' | 'a1111';

export interface WebuiSubject extends Subject {
  dialect: Dialect;
  /** A simulator by itself, for what only these servers do. */
  start(options?: ForgeSimulatorOptions): Promise<ForgeSimulator>;
}

export const SMALL: JsonObject = { prompt: 'a cat', steps: 6, width: 64, height: 64, seed: SEED };

const STRIKES: Record<Misfortune, Knobs> = {
  out_of_memory: { outOfMemory: true },
  failure: { failAtStep: { value: 2, times: 1 } },
  proxy_page: { garbage: 'html502' },
  no_json: { garbage: 'notJson' },
  no_picture: { garbage: 'notAnImage' },
  wrong_shape: { garbage: 'wrongShape' },
  cut_answer: { garbage: 'truncated' },
  login_refused: { unauthorized: true },
  full_disk: { diskFull: true },
  stall: { hangAtStep: { value: 3, times: 1 } },
  stall_while_loading: { hangOnLoad: { value: true, times: 1 } },
  slow_answer: { slowBody: 400 },
  connection_lost: { dropConnectionAtStep: { value: 3, times: 1 } },
  answer_lost: { dropConnectionAfter: { value: true, times: 1 } },
  crash: { crashDownMs: 200, crashAtStep: { value: 3, times: 1 } },
  other_model: { wrongModel: true },
  picture_beside: { extraImages: 1 },
};

export function webuiSubject(dialect: Dialect, create: (http: TargetHttp) => Dispatcher): WebuiSubject {
  const https: TargetHttp[] = [];
  const simulators: ForgeSimulator[] = [];
  const build = (): Dispatcher => {
    const http = new TargetHttp();
    https.push(http);
    return create(http);
  };
  const start = async (options: ForgeSimulatorOptions = {}): Promise<ForgeSimulator> => {
    const simulator = await startForgeSimulator({ dialect, stepMs: 8, loadMs: 30, saveMs: 2, ...options });
    simulators.push(simulator);
    return simulator;
  };
  return {
    dialect,
    dispatcher: build(),
    restarted: build,
    start,
    open: async () => webuiEngine(await start()),
    async close() {
      await Promise.all(simulators.splice(0).map((simulator) => simulator.close()));
      await Promise.all(https.splice(0).map((http) => http.onModuleDestroy()));
    },
    params: webuiParams,
    spared: {},
    keepsResults: { always: false, options: { fetch_lost_results: true } },
    infotextOf: (seed) => `Seed: ${seed}`,
  };
}

function webuiParams(wish: Wish): JsonObject {
  const { steps, pictures, otherModel } = wish;
  return {
    ...SMALL,
    ...(steps === undefined ? {} : { steps }),
    ...(pictures === undefined ? {} : { batch_size: pictures }),
    ...(otherModel === undefined ? {} : { checkpoint_name: otherModel ? 'modelB' : 'modelA' }),
  };
}

export function webuiEngine(server: ForgeSimulator, target = targetOf(server)): Engine {
  return {
    target,
    generations: () => server.generations,
    // A copy each time: the simulator counts `times` down in place.
    strike: (how) => void Object.assign(server.knobs, structuredClone(STRIKES[how])),
    mend: () => {
      for (const knob of Object.keys(server.knobs)) Object.assign(server.knobs, { [knob]: null });
    },
    occupy: (durationMs) => void (server.knobs.externalUser = durationMs),
    interrupt: async () => {
      // The flag is dropped while no step is done.
      await stepping(server);
      await fetch(`${server.url}/sdapi/v1/interrupt`, { method: 'POST' });
    },
    stopsAsked: () => server.requests.filter(({ path }) => path.endsWith('/interrupt')).length,
    isLeftAlone: () => server.generations.at(-1)?.clientGone ?? true,
  };
}

async function stepping(server: ForgeSimulator): Promise<void> {
  for (let progress = 0; progress <= 0.05;) {
    const answer = await fetch(`${server.url}/sdapi/v1/progress`);
    progress = Number(((await answer.json()) as JsonObject)['progress']);
  }
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
