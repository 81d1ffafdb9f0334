// A simulated Forge in a process of its own, and what it recorded.
import { request } from 'undici';
import type { Generation } from '../../simulators/forge/index.js';
import type { BenchRun } from '../benchmark.js';
import { Program } from './program.js';

export interface SimulatorTimes {
  stepMs: number;
  saveMs: number;
}

export class SimulatorProcess {
  private constructor(readonly url: string) {}

  static async start(run: BenchRun, { stepMs, saveMs }: SimulatorTimes): Promise<SimulatorProcess> {
    const times = ['--step-ms', String(stepMs), '--save-ms', String(saveMs), '--load-ms', '0'];
    const args = ['--port', '0', ...times, '--data-dir', run.folder('simulator')];
    const program = new Program(run, 'simulators/forge/main.js', { args });
    return new SimulatorProcess(await program.logged(/on (http:\S+)/));
  }

  /** All that it ever ran, oldest first. */
  async generations(): Promise<Generation[]> {
    const answer = await request(`${this.url}/__sim/state`);
    return ((await answer.body.json()) as { generations: Generation[] }).generations;
  }

  /** A generation asked for without a queue; resolves with the last byte of the answer. */
  async generate(params: Readonly<Record<string, unknown>>, taskId: string): Promise<void> {
    const answer = await request(`${this.url}/sdapi/v1/txt2img`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...params, force_task_id: taskId }),
    });
    await answer.body.arrayBuffer();
    if (answer.statusCode !== 200) throw new Error(`The simulator answered ${answer.statusCode}`);
  }
}
