// What the dispatcher contract is told of ComfyUI, over its simulator.
import {
  startComfyuiSimulator,
  type ComfyuiSimulator,
  type ComfyuiSimulatorOptions,
  type Knobs,
} from '../../simulators/comfyui/index.js';
import type { JsonObject } from '../../src/common/json.js';
import type { Target } from '../../src/dispatch/contract/index.js';
import { ComfyuiDispatcher } from '../../src/dispatch/providers/comfyui/comfyui.dispatcher.js';
import { TargetHttp } from '../../src/dispatch/target-http.js';
import { WorkflowTemplates } from '../../src/dispatch/workflow-templates.js';
import {
  SEED,
  type Engine,
  type Misfortune,
  type Subject,
  type Wish,
} from './dispatcher-contract/subject.js';

export interface ComfyuiSubject extends Subject {
  readonly dispatcher: ComfyuiDispatcher;
  readonly templates: WorkflowTemplates;
  /** A simulator by itself, for what only ComfyUI does. */
  start(options?: ComfyuiSimulatorOptions): Promise<ComfyuiSimulator>;
}

export const SMALL: JsonObject = {
  ...{ prompt: 'a cat', steps: 6, width: 64, height: 64, seed: SEED, checkpoint_name: 'dummySD15' },
};

/** So many that the next one is never loaded yet. */
const OTHERS = 50;
const CHECKPOINTS = [
  'dummySD15.safetensors',
  'dummyXL.safetensors',
  ...Array.from({ length: OTHERS }, (_, at) => `sub/other${at}.safetensors`),
];

type Strike = Misfortune & keyof typeof STRIKES;
const STRIKES = {
  out_of_memory: { outOfMemory: true },
  failure: { failAtStep: { value: 2, times: 1 } },
  proxy_page: { garbage: 'html502' },
  no_json: { garbage: 'notJson' },
  no_picture: { garbage: { value: 'notJson', match: '/view' } },
  wrong_shape: { garbage: 'wrongShape' },
  cut_answer: { garbage: 'truncated' },
  login_refused: { unauthorized: true },
  full_disk: { diskFull: true },
  stall: { hangAtStep: { value: 3, times: 1 } },
  stall_while_loading: { hangOnLoad: { value: true, times: 1 } },
  slow_answer: { slowBody: 100 },
  connection_lost: { socketAtStep: { value: { step: 9, fate: 'reset' }, times: 1 } },
  answer_lost: { socketAtStep: { value: { step: 6, fate: 'close' }, times: 1 } },
  crash: { crashDownMs: 200, crashAtStep: { value: 3, times: 1 } },
} satisfies Partial<Record<Misfortune, Knobs>>;

const SPARED = {
  other_model: 'a graph names its files exactly, and the server refuses those that it does not have',
  picture_beside: 'a graph saves what its own nodes say, and nothing else',
};

export function comfyuiSubject(): ComfyuiSubject {
  const https: TargetHttp[] = [];
  const dispatchers: ComfyuiDispatcher[] = [];
  const simulators: ComfyuiSimulator[] = [];
  const templates = new WorkflowTemplates();
  const build = (): ComfyuiDispatcher => {
    const http = new TargetHttp();
    https.push(http);
    const dispatcher = new ComfyuiDispatcher(http, templates);
    dispatchers.push(dispatcher);
    return dispatcher;
  };
  const start = async (options: ComfyuiSimulatorOptions = {}): Promise<ComfyuiSimulator> => {
    const quick = { stepMs: 8, loadMs: 30, decodeMs: 4, models: { checkpoints: CHECKPOINTS } };
    const simulator = await startComfyuiSimulator({ ...quick, ...options });
    simulators.push(simulator);
    return simulator;
  };
  return {
    dispatcher: build(),
    restarted: build,
    templates,
    start,
    open: async () => comfyuiEngine(await start()),
    async close() {
      for (const dispatcher of dispatchers.splice(0)) dispatcher.onModuleDestroy();
      await Promise.all(simulators.splice(0).map((simulator) => simulator.close()));
      await Promise.all(https.splice(0).map((http) => http.onModuleDestroy()));
    },
    params: comfyuiParams,
    spared: SPARED,
    keepsResults: { always: true, options: {} },
    infotextOf: () => null,
  };
}

/** Other texts with each wish, so that nothing comes from the cache of the run before. */
let wishes = 0;

function comfyuiParams({ steps, pictures, otherModel }: Wish): JsonObject {
  wishes += 1;
  return {
    ...SMALL,
    prompt: `a cat, ${wishes}`,
    ...(steps === undefined ? {} : { steps }),
    // Pictures of one batch share their seed.
    ...(pictures === undefined ? {} : { n_iter: pictures }),
    ...(otherModel ? { checkpoint_name: `other${wishes % OTHERS}` } : {}),
  };
}

export function comfyuiEngine(server: ComfyuiSimulator, target = comfyuiTarget(server)): Engine {
  const post = (path: string): Promise<unknown> => fetch(`${server.url}${path}`, { method: 'POST' });
  return {
    target,
    generations: () => server.generations,
    strike: (how) => {
      if (!(how in STRIKES)) throw new Error(`${how} cannot befall a ComfyUI.`);
      // A copy each time: the simulator counts `times` down in place.
      Object.assign(server.knobs, structuredClone(STRIKES[how as Strike]));
    },
    mend: () => {
      for (const knob of Object.keys(server.knobs)) Object.assign(server.knobs, { [knob]: null });
    },
    occupy: (durationMs) => void (server.knobs.externalUser = durationMs),
    interrupt: async () => {
      await post('/interrupt');
    },
    stopsAsked: () => server.requests.filter(({ path }) => /\/(interrupt|cancel)$/.test(path)).length,
    isLeftAlone: () => server.sockets.length === 0,
  };
}

export function comfyuiTarget(server: ComfyuiSimulator, over: Partial<Target> = {}): Target {
  return {
    ...{ id: server.url, alias: 'sim', appType: 'comfyui', baseUrl: server.url },
    ...{ credentials: { type: 'none' as const }, extraHeaders: {}, tls: { verify: true }, options: {} },
    ...over,
  };
}
