// What the dispatcher contract is told of a Forge or A1111 that was started without --api: its page is all there is.
import { clickOn, post, readConfig } from '../../simulators/forge/testing/gradio-client.js';
import type { ForgeSimulator, ForgeSimulatorOptions } from '../../simulators/forge/index.js';
import { isJsonObject, type JsonObject } from '../../src/common/json.js';
import type { Dispatcher, Target } from '../../src/dispatch/contract/index.js';
import type { TargetHttp } from '../../src/dispatch/target-http.js';
import type { Engine, Misfortune } from './dispatcher-contract/subject.js';
import { targetOf, webuiEngine, webuiSubject, type Dialect, type WebuiSubject } from './webui-subject.js';

const SPARED: Partial<Record<Misfortune, string>> = {
  cut_answer: 'a stream that is cut is a connection that is lost: the page gives the result again',
  slow_answer: 'its answer is one short message; the pictures are fetched when the run is over',
};

export function pageSubject(dialect: Dialect, create: (http: TargetHttp) => Dispatcher): WebuiSubject {
  const base = webuiSubject(dialect, create);
  const start = (options: ForgeSimulatorOptions = {}): Promise<ForgeSimulator> =>
    base.start({ api: false, ...options });
  return {
    ...base,
    start,
    open: async () => pageEngine(await start()),
    spared: SPARED,
    keepsResults: { always: true, options: null },
  };
}

export function pageEngine(server: ForgeSimulator, target: Target = targetOf(server)): Engine {
  const engine = webuiEngine(server, target);
  return {
    ...engine,
    strike(how) {
      if (SPARED[how]) throw new Error(`${how} cannot befall it`);
      return engine.strike(how);
    },
    interrupt: async () => {
      await stepping(server);
      await clickInterrupt(server);
    },
    // No other function is called without arguments.
    stopsAsked: () =>
      server.requests.filter(({ path, body }) => path.endsWith('/run/predict') && dataOf(body).length === 0)
        .length,
  };
}

export async function clickInterrupt(server: ForgeSimulator): Promise<void> {
  const { id } = clickOn(await readConfig(server), 'txt2img_interrupt');
  await post(server, '/run/predict', { data: [], fn_index: id });
}

/** The flag is dropped while no step is done. */
async function stepping(server: ForgeSimulator): Promise<void> {
  const id = server.generations.at(-1)?.taskId;
  for (let progress = 0; progress <= 0.05;) {
    const answer = await post(server, '/internal/progress', { id_task: id, live_preview: false });
    progress = Number(((await answer.json()) as JsonObject)['progress']);
  }
}

function dataOf(body: unknown): unknown[] {
  return isJsonObject(body) && Array.isArray(body['data']) ? (body['data'] as unknown[]) : [];
}
