// A whole StableQueue that asks everybody who they are, a simulated Forge behind it, and keys made over the API. A job
// counts as served when it ran on the simulator and its picture came back to the client, byte for byte.
import { expect } from '@jest/globals';
import {
  startForgeSimulator,
  type ForgeSimulator,
  type Generation,
} from '../../../simulators/forge/index.js';
import type { JobDto } from '../../../src/jobs/job-status.dto.js';
import { eventually, PATIENCE_MS } from '../../support/eventually.js';
import { generationsOf, sha256 } from '../../support/server-records.js';
import { startApp, type RunningApp, type SettingsOverrides } from '../../support/start-app.js';
import {
  browserHeaders,
  jsonOf,
  replay,
  textOf,
  type RecordedAnswer,
  type RecordedCall,
} from './recorded-call.js';

const PASSWORD = 'correct horse battery staple';
/** Without a key or a session nobody gets in, although the tests come from loopback. */
const LOCKED: SettingsOverrides = {
  STABLEQUEUE_AUTH: 'required',
  STABLEQUEUE_ADMIN_PASSWORD: PASSWORD,
};
/** Patient enough to stay below what a key may ask in a minute. */
const POLL_EVERY_MS = 100;

export interface ClientKey {
  id: number;
  key: string;
  secret: string;
}

export class ClientBench {
  readonly alias = 'gpu-1';

  private constructor(
    private readonly running: RunningApp,
    readonly forge: ForgeSimulator,
    private readonly cookie: string | null,
  ) {}

  /** Locked, unless the settings say otherwise (`STABLEQUEUE_AUTH: 'auto'`: loopback is the console). */
  static async open(settings: SettingsOverrides = {}, dataDir?: string): Promise<ClientBench> {
    const forge = await startForgeSimulator({ stepMs: 1, loadMs: 5, saveMs: 0 });
    const running = await startApp({ ...LOCKED, ...settings }, dataDir);
    const isLocked = (settings['STABLEQUEUE_AUTH'] ?? 'required') === 'required';
    const bench = new ClientBench(running, forge, isLocked ? await signIn(running.url) : null);
    await bench.addForge();
    return bench;
  }

  get url(): string {
    return this.running.url;
  }

  send(call: RecordedCall): Promise<RecordedAnswer> {
    return replay(this.url, call);
  }

  /** A request of the person who runs this StableQueue. */
  asConsole(method: RecordedCall['method'], path: string, body?: unknown): Promise<RecordedAnswer> {
    const headers: Record<string, string> = browserHeaders(this.url);
    if (this.cookie !== null) headers['Cookie'] = this.cookie;
    if (body === undefined) return this.send({ method, path, headers });
    headers['Content-Type'] = 'application/json';
    return this.send({ method, path, headers, body: JSON.stringify(body) });
  }

  /** A key as the console makes it. */
  async newKey(name: string, fields: Record<string, unknown> = {}): Promise<ClientKey> {
    const answer = await this.asConsole('POST', '/api/v1/api-keys', { name, ...fields });
    if (answer.status !== 201) throw new Error(`No key was made: ${textOf(answer)}`);
    const { key, secret, api_key: made } = jsonOf<ClientKey & { api_key: { id: number } }>(answer);
    return { id: made.id, key, secret };
  }

  /** The job, as the client that submitted it sees it once it has ended well. */
  completed(jobId: string, key: ClientKey): Promise<JobDto> {
    return eventually(
      async () => {
        const path = `/api/v1/queue/jobs/${jobId}/status`;
        const answer = await this.send({ method: 'GET', path, headers: keyHeaders(key) });
        if (answer.status !== 200) throw new Error(textOf(answer));
        const job = jsonOf<JobDto>(answer);
        if (job.status === 'failed' || job.status === 'cancelled')
          return Promise.reject(new Error(JSON.stringify(job.error)));
        return job.status === 'completed' ? job : null;
      },
      PATIENCE_MS,
      POLL_EVERY_MS,
    );
  }

  /** One after the other, as most have ended once the first has. */
  async allCompleted(jobIds: readonly string[], key: ClientKey): Promise<JobDto[]> {
    const jobs: JobDto[] = [];
    for (const id of jobIds) jobs.push(await this.completed(id, key));
    return jobs;
  }

  /** What the simulator really ran for the job. */
  generationOf(jobId: string): Generation & { payload: Record<string, unknown> } {
    const [generation] = generationsOf(jobId, this.forge.generations);
    if (!generation) throw new Error(`The simulator never saw job ${jobId}`);
    return generation as Generation & { payload: Record<string, unknown> };
  }

  /**
   * The job ran for this key, and each of its pictures comes back both ways: with the key, and through the absolute
   * address of the answer, which needs nothing.
   */
  async expectServed(jobId: string, key: ClientKey): Promise<JobDto> {
    const job = await this.completed(jobId, key);
    expect(job.api_key_id).toBe(key.id);
    const made = this.generationOf(jobId).images.map((image) => image.sha256);
    expect(job.images.length).toBeGreaterThan(0);
    expect(job.images.map((image) => image.sha256)).toEqual(made);
    for (const image of job.images) {
      const path = `/api/v1/images/download/${image.filename}`;
      const withKey = await this.send({ method: 'GET', path, headers: keyHeaders(key) });
      expectPng(withKey, image.sha256);
      expect(image.download_url.startsWith(`${this.url}/`)).toBe(true);
      expectPng(await this.send({ method: 'GET', path: image.download_url }), image.sha256);
      const preview = await this.send({ method: 'GET', path: image.preview_url });
      expect([preview.status, preview.headers['content-type']]).toEqual([200, 'image/webp']);
    }
    return job;
  }

  async close(): Promise<void> {
    await this.running.stop();
    await this.forge.close();
  }

  private async addForge(): Promise<void> {
    const added = await this.asConsole('POST', '/api/v1/servers', {
      alias: this.alias,
      base_url: this.forge.url,
    });
    if (added.status !== 201) throw new Error(`The server was not added: ${textOf(added)}`);
    await eventually(async () => {
      const server = await this.asConsole('GET', `/api/v1/servers/${this.alias}`);
      return jsonOf<{ health: { state: string } }>(server).health.state === 'online';
    });
  }
}

/** As all clients of the original send a key. */
export function keyHeaders({ key, secret }: Pick<ClientKey, 'key' | 'secret'>): Record<string, string> {
  return { 'X-API-Key': key, 'X-API-Secret': secret };
}

async function signIn(url: string): Promise<string> {
  const headers = { ...browserHeaders(url), 'Content-Type': 'application/json' };
  const body = JSON.stringify({ password: PASSWORD });
  const answer = await replay(url, { method: 'POST', path: '/api/v1/session', headers, body });
  const cookie = [answer.headers['set-cookie'] ?? []].flat()[0]?.split(';')[0];
  if (answer.status >= 300 || cookie === undefined) throw new Error(`Not signed in: ${textOf(answer)}`);
  return cookie;
}

function expectPng(answer: RecordedAnswer, digest: string): void {
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/png']);
  expect(sha256(answer.bytes)).toBe(digest);
}
