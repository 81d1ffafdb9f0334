import { TargetHttp } from '../../../src/dispatch/target-http.js';
import { MISFORTUNES, SEED, type Engine, type Misfortune, type Subject } from '../dispatcher-contract.js';
import { TinyDispatcher } from './tiny.dispatcher.js';
import { TinyEngine } from './tiny-engine.js';

const STRIKES: Partial<Record<Misfortune, keyof TinyEngine['knobs']>> = {
  failure: 'failing',
  stall: 'stalling',
};
const SPARED = Object.fromEntries(
  MISFORTUNES.filter((how) => !(how in STRIKES)).map((how) => [how, 'it only draws squares']),
);

export function tinySubject(): Subject {
  const engines: TinyEngine[] = [];
  const https: TargetHttp[] = [];
  const build = (): TinyDispatcher => {
    const http = new TargetHttp();
    https.push(http);
    return new TinyDispatcher(http);
  };
  return {
    dispatcher: build(),
    restarted: build,
    open: async () => {
      const engine = new TinyEngine();
      engines.push(engine);
      return tinyServer(engine, await engine.start());
    },
    close: async () => {
      engines.forEach((engine) => engine.stop());
      await Promise.all(https.map((http) => http.onModuleDestroy()));
    },
    params: ({ steps = 6, pictures = 1 }) => ({ prompt: 'a square', seed: SEED, steps, pictures }),
    spared: SPARED,
    keepsResults: { always: true, options: {} },
    infotextOf: () => null,
  };
}

function tinyServer(engine: TinyEngine, baseUrl: string): Engine {
  const ours = () => engine.drawings.filter(({ isForeign, outcome }) => !isForeign && outcome !== 'waiting');
  return {
    target: {
      ...{ id: baseUrl, alias: 'tiny', appType: 'tiny', baseUrl, credentials: { type: 'none' } },
      ...{ extraHeaders: {}, tls: { verify: true }, options: {} },
    },
    generations: () => ours() as ReturnType<Engine['generations']>,
    strike: (how) => {
      const knob = STRIKES[how];
      if (knob === undefined) throw new Error(`${how} cannot befall it.`);
      engine.knobs[knob] = true;
    },
    mend: () => void Object.assign(engine.knobs, { failing: false, stalling: false }),
    occupy: (durationMs) => engine.draw('somebody', durationMs / 5, [], true),
    interrupt: async () => engine.interrupt(),
    stopsAsked: () => engine.stops,
    isLeftAlone: () => true,
  };
}
