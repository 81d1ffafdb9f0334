// A key's restrictions end with it, so none of its waiting jobs may start by itself afterwards.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { Database } from '../database/database.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import type { SubmittedDto } from './job-status.dto.js';

const SMALL = { prompt: 'a lighthouse', steps: 1, width: 64, height: 64, seed: 5 };

interface Key {
  id: number;
  headers: Record<string, string>;
}

describe('jobs of a deleted key', () => {
  let forge: ForgeSimulator;
  let server: RunningApp;
  let key: Key;
  beforeAll(async () => {
    forge = await startForgeSimulator({ stepMs: 5, loadMs: 10 });
    server = await startApp();
    await server.api.addServer({ alias: 'forge', base_url: forge.url });
  });
  afterAll(async () => {
    await server.stop();
    await forge.close();
  });
  beforeEach(async () => {
    const body = { name: 'bound', servers: ['elsewhere'] };
    const made = await server.api.ok<{ key: string; secret: string; api_key: { id: number } }>(
      'POST',
      '/api/v1/api-keys',
      body,
    );
    key = { id: made.api_key.id, headers: { 'X-API-Key': made.key, 'X-API-Secret': made.secret } };
  });

  const submit = async (params: object = SMALL): Promise<string> => {
    const answer = await fetch(`${server.url}/api/v2/generate`, {
      method: 'POST',
      headers: { ...key.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ generation_params: params }),
    });
    expect(answer.status).toBe(202);
    return ((await answer.json()) as SubmittedDto).job_id;
  };
  const remove = (query = '') =>
    server.api.ok<{ message: string }>('DELETE', `/api/v1/api-keys/${key.id}${query}`);
  const another = async (): Promise<void> => {
    const { job_id } = await server.api.ok<SubmittedDto>('POST', '/api/v2/generate', {
      generation_params: SMALL,
    });
    await server.api.ended(job_id, 'completed');
  };
  const eventsOf = async (id: string): Promise<string[]> => {
    const rows = await server.app
      .get(Database)
      .read((manager) =>
        manager.query<{ type: string }[]>(`SELECT type FROM events WHERE job_id = ? ORDER BY seq`, [id]),
      );
    return rows.map((row) => row.type);
  };

  it('are cancelled with it, and say why', async () => {
    const ids = [await submit(), await submit()];
    expect((await remove()).message).toContain('2 waiting jobs cancelled');
    for (const id of ids) {
      expect(await server.api.job(id)).toMatchObject({
        status: 'cancelled',
        error: { code: 'key_deleted' },
        waiting_reason: null,
      });
      expect(await eventsOf(id)).toEqual(['job.created', 'job.cancelled']);
    }
  });

  it('are held on request until somebody releases or cancels them', async () => {
    const [released, cancelled] = [await submit(), await submit()] as const;
    expect((await remove('?jobs=keep')).message).toContain('2 waiting jobs held');
    await another();
    for (const id of [released, cancelled]) {
      expect(await server.api.job(id)).toMatchObject({
        status: 'pending',
        held: true,
        waiting_reason: { code: 'key_deleted' },
      });
      expect(await eventsOf(id)).toEqual(['job.created', 'job.updated']);
    }
    await server.api.ok('POST', `/api/v2/jobs/${cancelled}/cancel`);
    await server.api.ok('POST', `/api/v2/jobs/${released}/release`);
    await server.api.ended(released, 'completed');
  });

  it('go on when they run, and are held when they come back to the queue', async () => {
    await server.api.ok('PATCH', `/api/v1/api-keys/${key.id}`, { servers: null });
    const running = await submit({ ...SMALL, steps: 150 });
    await server.api.jobThat(running, (job) => job.status === 'processing');
    expect((await remove()).message).toContain('0 waiting jobs cancelled');
    expect((await server.api.job(running)).status).toBe('processing');
    const row = await server.app
      .get(Database)
      .read((manager) =>
        manager.query<{ attempt: number; lease_owner: string }[]>(
          `SELECT attempt, lease_owner FROM jobs WHERE mobilesd_job_id = ?`,
          [running],
        ),
      );
    const fence = { jobId: running, attempt: row[0]!.attempt, owner: row[0]!.lease_owner };
    const reason = { code: 'server_offline', message: 'gone' };
    const release = { spendsRetry: true, notBefore: null, reason, error: null };
    expect(await server.app.get(JobClaimsRepository, { strict: false }).release(fence, release)).toBe(true);
    expect(await server.api.job(running)).toMatchObject({
      status: 'pending',
      held: true,
      waiting_reason: { code: 'key_deleted' },
    });
  });

  it('are not touched when the request is no good', async () => {
    const id = await submit();
    const answer = await fetch(`${server.url}/api/v1/api-keys/${key.id}?jobs=burn`, { method: 'DELETE' });
    expect(answer.status).toBe(400);
    expect(await server.api.job(id)).toMatchObject({ status: 'pending', held: false });
    await remove();
  });
});
