// A real server process and a generation server that knows it, to be ended and started again. The generation server
// lives in the test's own process, so that it lives on and tells what it really did.
import { expect } from '@jest/globals';
import {
  startForgeSimulator,
  type ForgeSimulator,
  type ForgeSimulatorOptions,
} from '../../simulators/forge/index.js';
import type { ApiClient } from './api-client.js';
import { EventReader } from './event-reader.js';
import { eventually } from './eventually.js';
import { generationsOf, sha256 } from './server-records.js';
import { startProcess, type ServerProcess } from './start-process.js';
import { makeTempFolder, removeFolder } from './temp-folder.js';

/** A generation that takes about three seconds, with a seed that StableQueue chooses. */
export const LONG = { steps: 50, seed: -1 };
const STEP_MS = 60;

export interface BenchOptions {
  simulator?: ForgeSimulatorOptions;
  /** Lost results are fetched from the generation server. */
  fetches?: boolean;
  env?: Record<string, string>;
}

export class RestartBench {
  private constructor(
    readonly dataDir: string,
    private process: ServerProcess,
    private simulator: ForgeSimulator,
    private env: Record<string, string> = {},
  ) {}

  static async open(options: BenchOptions = {}): Promise<RestartBench> {
    const dataDir = makeTempFolder('restart');
    const process = await startProcess(dataDir, options.env);
    const bench = new RestartBench(dataDir, process, await gpuOf(options), options.env);
    await bench.addGpu(options);
    return bench;
  }

  /** That of the test before, with another generation server, where it was left as it began: a start takes seconds. */
  static async next(before: RestartBench | undefined, options: BenchOptions = {}): Promise<RestartBench> {
    if (before && !options.env && (await before.isAsNew())) {
      await before.changeGpu(options);
      return before;
    }
    await before?.close();
    return RestartBench.open(options);
  }

  get gpu(): ForgeSimulator {
    return this.simulator;
  }

  get api(): ApiClient {
    return this.process.api;
  }

  get server(): ServerProcess {
    return this.process;
  }

  async start(env: Record<string, string> = {}): Promise<void> {
    this.process = await startProcess(this.dataDir, env);
    this.env = env;
  }

  async close(): Promise<void> {
    await this.process.kill9();
    await this.gpu.close();
    await removeFolder(this.dataDir);
  }

  generations(id: string) {
    return generationsOf(id, this.gpu.generations);
  }

  /** Its server samples, and StableQueue knows. */
  sampling(id: string): Promise<unknown> {
    return eventually(
      async () => this.generations(id).length > 0 && ((await this.api.job(id)).step ?? 0) >= 3,
    );
  }

  /** The job is completed, once, with the picture of a generation of its own, and all its generations used one seed. */
  async expectCompletedOnce(id: string): Promise<void> {
    const job = await this.api.ended(id, 'completed');
    const made = this.generations(id);
    expect(new Set(made.map(({ seed }) => seed))).toEqual(new Set([job.generation_params['seed']]));
    expect(job.images.map(({ role }) => role)).toEqual(['image']);
    const bytes = await this.api.bytes(job.images[0]?.download_url ?? '');
    expect(made.flatMap(({ images }) => images.map((image) => image.sha256))).toContain(sha256(bytes));
    const { attempts } = await this.api.details(id);
    expect(attempts.filter(({ outcome }) => outcome === 'completed')).toEqual([attempts.at(-1)]);
    const told = await EventReader.open(this.process.url, {
      query: `job_id=${id}&kinds=job.completed`,
      lastEventId: 0,
    });
    await eventually(() => told.events.length > 0);
    await told.close();
    expect(told.events).toHaveLength(1);
  }

  private async isAsNew(): Promise<boolean> {
    if (!this.process.program.isRunning || Object.keys(this.env).length > 0) return false;
    const { paused, jobs } = await this.api.queue();
    return !paused && jobs.pending + jobs.processing === 0;
  }

  private async changeGpu(options: BenchOptions): Promise<void> {
    await this.api.ok('DELETE', '/api/v1/servers/gpu');
    await this.gpu.close();
    this.simulator = await gpuOf(options);
    await this.addGpu(options);
  }

  private async addGpu({ fetches = false }: BenchOptions): Promise<void> {
    const base_url = this.gpu.url;
    await this.api.addServer({ alias: 'gpu', base_url, options: { fetch_lost_results: fetches } });
  }
}

function gpuOf({ simulator }: BenchOptions): Promise<ForgeSimulator> {
  return startForgeSimulator({ stepMs: STEP_MS, loadMs: 20, saveMs: 0, ...simulator });
}
