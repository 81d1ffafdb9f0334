// The generation servers of a crash run: processes of their own that restart and die at random too. Every engine is
// there, and every way of finding a result again: by its task id, in the outputs folder, on the page, in the history.
import { join } from 'node:path';
import type { ApiClient } from '../support/api-client.js';
import {
  SimulatorProcess,
  type RecordedGeneration,
  type SimulatorProcessOptions,
} from '../support/start-simulator-process.js';
import type { Random } from './random.js';

type Program = Pick<SimulatorProcessOptions, 'program' | 'flags'>;

interface Member extends Program {
  alias: string;
  appType: string;
  options?: Record<string, unknown>;
}

const WEBUI_TIMES = { 'step-ms': 25, 'load-ms': 40, 'save-ms': 2 };
const webui = (dialect: 'forge' | 'a1111', flags: Program['flags'] = {}): Program & { appType: string } => ({
  program: 'forge',
  appType: dialect,
  flags: { dialect, ...WEBUI_TIMES, ...flags },
});
const comfyui = (version: string): Program & { appType: string } => ({
  program: 'comfyui',
  appType: 'comfyui',
  flags: { version, 'step-ms': 25, 'load-ms': 40, 'decode-ms': 2 },
});

const FETCHING = { fetch_lost_results: true };
const MEMBERS: readonly Member[] = [
  { alias: 'forge-plain', ...webui('forge') },
  { alias: 'forge-fetching', ...webui('forge'), options: FETCHING },
  { alias: 'forge-page', ...webui('forge', { 'no-api': true }) },
  { alias: 'a1111-plain', ...webui('a1111') },
  { alias: 'a1111-fetching', ...webui('a1111'), options: FETCHING },
  { alias: 'a1111-page', ...webui('a1111', { 'no-api': true }) },
  { alias: 'comfyui-new', ...comfyui('0.33.0') },
  // It knows no jobs by id, and its interrupt stops whatever runs.
  { alias: 'comfyui-old', ...comfyui('0.3.50') },
];

export class CrashFleet {
  restarts = 0;
  kills = 0;
  /** Disturbances under way, by alias: a server is disturbed by one at a time. */
  private readonly underWay = new Map<string, Promise<void>>();

  private constructor(private readonly simulators: ReadonlyMap<string, SimulatorProcess>) {}

  static async start(folder: string): Promise<CrashFleet> {
    const simulators = new Map<string, SimulatorProcess>();
    for (const { alias, program, flags } of MEMBERS) {
      const files = { dataDir: join(folder, alias), logFile: join(folder, `${alias}.jsonl`) };
      simulators.set(alias, await SimulatorProcess.start({ program, flags, ...files }));
    }
    return new CrashFleet(simulators);
  }

  /** Alias and app_type of each. */
  get members(): readonly Pick<Member, 'alias' | 'appType'>[] {
    return MEMBERS;
  }

  async register(api: ApiClient): Promise<void> {
    for (const { alias, appType, options } of MEMBERS)
      await api.addServer({
        ...{ alias, base_url: this.simulators.get(alias)?.url ?? '', app_type: appType },
        ...(options ? { options } : {}),
      });
  }

  /** One of the servers goes down for a moment, by restart or by kill -9. */
  disturb(random: Random): void {
    const alias = random.pick(MEMBERS).alias;
    const simulator = this.simulators.get(alias);
    if (!simulator || this.underWay.has(alias)) return;
    const isKill = random.chance(0.4);
    const downMs = random.between(50, 700);
    if (isKill) this.kills += 1;
    else this.restarts += 1;
    const done = (isKill ? simulator.killAndRespawn(downMs) : simulator.restart(downMs)).finally(() =>
      this.underWay.delete(alias),
    );
    this.underWay.set(alias, done);
  }

  /** All disturbances are over. @throws whatever went wrong with one */
  async calm(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  generations(): { alias: string; generations: RecordedGeneration[] }[] {
    return [...this.simulators].map(([alias, simulator]) => ({ alias, generations: simulator.finished() }));
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
    await Promise.all([...this.simulators.values()].map((simulator) => simulator.stop()));
  }
}
