// The generation servers of a crash run: processes of their own that restart and die at random too. Two of them save
// their pictures for us (`fetch_lost_results`), two do not, so that both ways of recovering are walked.
import { join } from 'node:path';
import type { Generation } from '../../simulators/forge/index.js';
import type { ApiClient, ServerSettings } from '../support/api-client.js';
import { SimulatorProcess } from '../support/start-simulator-process.js';
import type { Random } from './random.js';

const MEMBERS = [
  { alias: 'forge-plain', dialect: 'forge', fetches: false },
  { alias: 'forge-fetching', dialect: 'forge', fetches: true },
  { alias: 'a1111-plain', dialect: 'a1111', fetches: false },
  { alias: 'a1111-fetching', dialect: 'a1111', fetches: true },
] as const;

const STEP_MS = 25;
const LOAD_MS = 40;

export class CrashFleet {
  restarts = 0;
  kills = 0;
  /** Disturbances under way, by alias: a server is disturbed by one at a time. */
  private readonly underWay = new Map<string, Promise<void>>();

  private constructor(private readonly simulators: ReadonlyMap<string, SimulatorProcess>) {}

  static async start(folder: string): Promise<CrashFleet> {
    const simulators = new Map<string, SimulatorProcess>();
    for (const { alias, dialect } of MEMBERS) {
      const files = { dataDir: join(folder, alias), logFile: join(folder, `${alias}.jsonl`) };
      simulators.set(
        alias,
        await SimulatorProcess.start({ dialect, ...files, stepMs: STEP_MS, loadMs: LOAD_MS }),
      );
    }
    return new CrashFleet(simulators);
  }

  get aliases(): string[] {
    return MEMBERS.map(({ alias }) => alias);
  }

  async register(api: ApiClient): Promise<void> {
    for (const { alias, dialect, fetches } of MEMBERS) {
      const settings: ServerSettings = {
        alias,
        base_url: this.simulators.get(alias)?.url ?? '',
        app_type: dialect,
        options: { fetch_lost_results: fetches },
      };
      await api.addServer(settings);
    }
  }

  /** One of the servers goes down for a moment, by restart or by kill -9. */
  disturb(random: Random): void {
    const alias = random.pick(this.aliases);
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

  generations(): { alias: string; generations: Generation[] }[] {
    return [...this.simulators].map(([alias, simulator]) => ({ alias, generations: simulator.finished() }));
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
    await Promise.all([...this.simulators.values()].map((simulator) => simulator.stop()));
  }
}
