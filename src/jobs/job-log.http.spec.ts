import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { LogBuffer } from '../common/logs/log-buffer.js';
import type { JobLogDto, JobLogLineDto } from './job-log.dto.js';

const SMALL = { prompt: 'a lighthouse', steps: 1, width: 64, height: 64, seed: 5 };

describe('the log of a job', () => {
  let forge: ForgeSimulator;
  let server: RunningApp;
  let key: Record<string, string>;
  let own: string;
  beforeAll(async () => {
    forge = await startForgeSimulator({ stepMs: 2, loadMs: 2 });
    server = await startApp();
    await server.api.addServer({ alias: 'forge', base_url: forge.url });
    const made = await server.api.ok<{ key: string; secret: string }>('POST', '/api/v1/api-keys', {
      name: 'k',
    });
    key = { 'X-API-Key': made.key, 'X-API-Secret': made.secret };
    const answer = await fetch(`${server.url}/api/v2/generate`, {
      method: 'POST',
      headers: { ...key, 'content-type': 'application/json' },
      body: JSON.stringify({ generation_params: SMALL }),
    });
    own = ((await answer.json()) as { job_id: string }).job_id;
    await server.api.ended(own, 'completed');
  });
  afterAll(async () => {
    await server.stop();
    await forge.close();
  });

  const logged = (fields: object): void =>
    server.app
      .get(LogBuffer, { strict: false })
      .add(JSON.stringify({ level: 'warn', time: new Date().toISOString(), context: 'Runner', ...fields }));
  const story = async (id: string): Promise<JobLogLineDto[]> =>
    (await server.api.ok<JobLogDto>('GET', `/api/v2/queue/jobs/${id}/log`)).lines;
  const asKey = (id: string): Promise<Response> =>
    fetch(`${server.url}/api/v2/queue/jobs/${id}/log`, { headers: key });

  it('tells of attempts, events and log lines, oldest first', async () => {
    logged({ msg: 'something odd', jobId: own });
    logged({ msg: `names ${own} only`, others: [own] });
    const lines = await story(own);
    expect([...lines].sort((a, b) => (a.time < b.time ? -1 : 1)).map(({ time }) => time)).toEqual(
      lines.map(({ time }) => time),
    );
    const texts = lines.map(({ message }) => message);
    expect(texts).toEqual(
      expect.arrayContaining([
        ...['job.created', 'job.completed', 'something odd'],
        ...['Attempt 1 begun on forge', 'Attempt 1 ended, completed'],
      ]),
    );
    expect(texts).not.toContain(`names ${own} only`);
    expect(new Set(lines.map(({ data }) => data['source']))).toEqual(new Set(['attempt', 'event', 'log']));
  });

  it('says why an attempt failed', async () => {
    const id = await server.api.submit({
      params: { ...SMALL, checkpoint_name: 'nobody-has-this.safetensors' },
    });
    await server.api.ended(id, 'failed');
    const failed = (await story(id)).filter(({ level }) => level !== 'info');
    expect(failed.map(({ data }) => data['source'])).toEqual(expect.arrayContaining(['attempt', 'event']));
    expect(failed.find(({ data }) => data['source'] === 'attempt')?.message).toMatch(/nobody-has-this/);
  });

  it('shows its owner no inside of ours, and nobody else anything', async () => {
    logged({
      msg: 'Error: broken\n    at secret (/srv/file.ts:1:1)',
      jobId: own,
      requestId: 'r-1',
      serverId: 's-1',
    });
    const text = await (await asKey(own)).text();
    expect(text).toContain('Error: broken');
    expect(text).not.toMatch(/file\.ts|r-1|s-1/);
    expect(JSON.stringify(await story(own))).toMatch(/file\.ts/);
    const others = await server.api.submit({ params: SMALL });
    expect((await asKey(others)).status).toBe(404);
    expect((await asKey('no-such-job')).status).toBe(404);
  });
});
