// A whole StableQueue in this process and generation servers that misbehave on command, each with an alias of its own.
import {
  startForgeSimulator,
  type ForgeSimulator,
  type ForgeSimulatorOptions,
  type Generation,
} from '../../simulators/forge/index.js';
import type { JobDetailsDto } from '../../src/jobs/job-status.dto.js';
import type { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';
import { generationsOf } from './server-records.js';
import { startApp, type RunningApp, type SettingsOverrides } from './start-app.js';

export interface BenchServer {
  alias: string;
  simulator: ForgeSimulator;
}

/** What tests of failures look at, in one value. */
export interface Story {
  status: string;
  retries: number;
  /** `code` of each attempt's error; its outcome where it had none. */
  attempts: string[];
  /** How each generation of the job ended on its server. */
  generations: string[];
}

export class ScenarioBench {
  private readonly servers: BenchServer[] = [];
  private count = 0;

  private constructor(readonly running: RunningApp) {}

  static async open(settings: SettingsOverrides = {}): Promise<ScenarioBench> {
    return new ScenarioBench(await startApp(settings));
  }

  get api(): ApiClient {
    return this.running.api;
  }

  get generations(): Generation[] {
    return this.servers.flatMap(({ simulator }) => simulator.generations);
  }

  /** A new generation server that is online. */
  async serve(
    options: ForgeSimulatorOptions = {},
    settings: Record<string, unknown> = {},
  ): Promise<BenchServer> {
    this.count += 1;
    const alias = `server ${this.count}`;
    const simulator = await startForgeSimulator({ stepMs: 5, loadMs: 10, saveMs: 0, ...options });
    const server = { alias, simulator };
    this.servers.push(server);
    await this.api.addServer({
      alias,
      base_url: simulator.url,
      app_type: options.dialect ?? 'forge',
      ...settings,
    });
    return server;
  }

  async story(id: string): Promise<Story> {
    const job: JobDetailsDto = await this.api.details(id);
    return {
      status: job.status,
      retries: job.retry_count,
      attempts: job.attempts.map(({ error, outcome }) => error?.code ?? outcome ?? 'running'),
      generations: generationsOf(id, this.generations).map(({ outcome }) => outcome),
    };
  }

  /** Its server works on the job: at least one step is done. */
  async started(id: string): Promise<Generation> {
    return eventually(async () => {
      const generation = generationsOf(id, this.generations).at(-1);
      return generation && ((await this.api.job(id)).step ?? 0) > 0 ? generation : null;
    });
  }

  /** Between tests: the servers and what waits for them are gone. */
  async clear(): Promise<void> {
    for (const job of await this.api.allJobs('status=pending,processing')) {
      await this.api.call('POST', `/api/v1/queue/jobs/${job.job_id}/cancel`);
    }
    for (const { alias, simulator } of this.servers.splice(0)) {
      await simulator.close();
      await this.api.ok('DELETE', `/api/v1/servers/${encodeURIComponent(alias)}?force=true`);
    }
  }

  async close(): Promise<void> {
    await this.running.stop();
  }
}
