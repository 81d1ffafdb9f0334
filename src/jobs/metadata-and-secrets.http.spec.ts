// What a client sends along with a job: notes of its own in small, and secrets that are kept nowhere.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { Database } from '../database/database.js';
import type { SubmittedDto } from './job-status.dto.js';

const LARGE = { notes: 'x'.repeat(1_000_000) };
const CREDENTIALS = { api_key: 'canary-1', api_secret: 'canary-2' };
const PARAMS = {
  prompt: 'a lighthouse',
  ...CREDENTIALS,
  override_settings: { openai_api_key: 'canary-3', eta_noise_seed_delta: 1 },
};

describe('what is sent along with a job', () => {
  let forge: ForgeSimulator;
  let server: RunningApp;
  beforeAll(async () => {
    forge = await startForgeSimulator({ stepMs: 5, loadMs: 10 });
    server = await startApp();
    await server.api.addServer({ alias: 'forge', base_url: forge.url });
    await server.api.pause();
  });
  afterAll(async () => {
    await server.stop();
    await forge.close();
  });

  const send = async (method: string, path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${server.url}${path}`, { method, headers, body: JSON.stringify(body) });
    return { status: answer.status, body: await answer.json() };
  };
  const refused = {
    status: 400,
    body: {
      error: 'invalid_field_value',
      details: { fields: [{ path: 'metadata', message: expect.stringContaining('64 kB') }] },
    },
  };

  it('is refused when its metadata is large, however it is sent', async () => {
    const job = { generation_params: { prompt: 'a cat' } };
    for (const path of ['/api/v1/generate', '/api/v2/generate', '/api/v2/generate/bulk'])
      expect(await send('POST', path, { ...job, metadata: LARGE, bulk_quantity: 2 })).toMatchObject(refused);
    const small = { notes: 'x'.repeat(60_000) };
    const made = await send('POST', '/api/v2/generate', { ...job, metadata: small });
    expect(made.status).toBe(202);
    const path = `/api/v2/queue/jobs/${(made.body as SubmittedDto).job_id}`;
    expect(await send('PATCH', path, { metadata: LARGE })).toMatchObject(refused);
    expect((await send('PATCH', path, { metadata: small })).status).toBe(200);
  });

  it('loses its secrets before it is stored', async () => {
    const bodies: [string, unknown][] = [
      ['/api/v2/generate', { ...CREDENTIALS, generation_params: PARAMS }],
      ['/api/v2/generate', { ...CREDENTIALS, payload: PARAMS }],
      ['/api/v2/generate', PARAMS],
      ['/api/v2/generate/bulk', { ...CREDENTIALS, generation_params: PARAMS, bulk_quantity: 2 }],
      ['/api/v2/generate/bulk', { generation_params: {}, prompt_list: ['a cat', PARAMS] }],
    ];
    for (const [path, body] of bodies) {
      const { status, body: answer } = await send('POST', path, body);
      expect(status).toBeLessThan(300);
      expect(JSON.stringify(answer)).not.toContain('canary');
      expect(JSON.stringify(answer)).toContain('override_settings.openai_api_key');
    }
    const tables = ['jobs', 'bulks', 'events', 'idempotency_keys'];
    const rows = await server.app.get(Database).read(async (manager) => {
      const all = [];
      for (const table of tables) all.push(await manager.query<unknown[]>(`SELECT * FROM ${table}`));
      return all;
    });
    expect(rows[0]!.length).toBeGreaterThanOrEqual(7);
    expect(JSON.stringify(rows)).toContain('eta_noise_seed_delta');
    expect(JSON.stringify(rows)).not.toContain('canary');
  });
});
