// A server with one simulated Forge, and the second version of the jobs API as a client calls it.
import type { ProblemBody } from '../../src/common/problem.filter.js';
import type { SubmittedDto } from '../../src/jobs/job-status.dto.js';
import { startForgeSimulator } from '../../simulators/forge/index.js';
import { startApp, type RunningApp } from './start-app.js';

export const SMALL = { prompt: 'a lighthouse', steps: 1, width: 64, height: 64, seed: 5 };

export interface FullAnswer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export class JobsBed {
  private constructor(
    readonly server: RunningApp,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<JobsBed> {
    const forge = await startForgeSimulator({ stepMs: 5, loadMs: 10 });
    const server = await startApp();
    await server.api.addServer({ alias: 'forge', base_url: forge.url });
    return new JobsBed(server, async () => {
      await server.stop();
      await forge.close();
    });
  }

  async send<T = SubmittedDto>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<FullAnswer<T>> {
    const answer = await fetch(`${this.server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
  }

  generate(
    body: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<FullAnswer<SubmittedDto>> {
    return this.send('/api/v2/generate', body, headers);
  }

  refusal(body: unknown): Promise<FullAnswer<ProblemBody>> {
    return this.send('/api/v2/generate', body);
  }

  /** @returns the job's id */
  async submit(body: Record<string, unknown> = {}): Promise<string> {
    const answer = await this.generate({ generation_params: SMALL, ...body });
    if (answer.status !== 202) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body.job_id;
  }

  get<T>(path: string): Promise<T> {
    return this.server.api.ok<T>('GET', path);
  }

  async paused(work: () => Promise<void>): Promise<void> {
    await this.server.api.pause();
    try {
      await work();
    } finally {
      await this.server.api.resume();
    }
  }
}
