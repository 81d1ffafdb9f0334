import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import type { ProblemBody } from '../common/problem.filter.js';
import type { JobBatchResultDto } from './job-batch.dto.js';
import type { JobDto, JobMessageDto, JobPageDto, SubmittedDto } from './job-status.dto.js';

const SMALL = { prompt: 'a lighthouse', steps: 1, width: 64, height: 64, seed: 5 };

interface Key {
  id: number;
  headers: Record<string, string>;
}

describe('jobs of keys', () => {
  let forge: ForgeSimulator;
  let server: RunningApp;
  let mine: Key;
  let other: Key;
  beforeAll(async () => {
    forge = await startForgeSimulator({ stepMs: 5, loadMs: 10 });
    server = await startApp();
    await server.api.addServer({ alias: 'forge', base_url: forge.url });
    await server.api.pause();
    mine = await makeKey({ name: 'mine' });
    other = await makeKey({ name: 'other' });
  });
  afterAll(async () => {
    await server.stop();
    await forge.close();
  });

  const makeKey = async (body: Record<string, unknown>): Promise<Key> => {
    const made = await server.api.ok<{ key: string; secret: string; api_key: { id: number } }>(
      'POST',
      '/api/v1/api-keys',
      body,
    );
    return { id: made.api_key.id, headers: { 'X-API-Key': made.key, 'X-API-Secret': made.secret } };
  };
  const call = async <T>(key: Key, method: string, path: string, body?: unknown, more = {}) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...key.headers,
        ...more,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
  };
  const submit = async (key: Key, more: Record<string, unknown> = {}, headers = {}) => {
    const body = { generation_params: SMALL, ...more };
    const answer = await call<SubmittedDto>(key, 'POST', '/api/v2/generate', body, headers);
    expect(answer.status).toBe(202);
    return answer.body.job_id;
  };
  const clear = async () => {
    const { jobs } = await server.api.ok<JobPageDto>(
      'GET',
      '/api/v2/queue/jobs?status=pending&fields=job_id',
    );
    if (jobs.length)
      await server.api.ok('POST', '/api/v2/queue/jobs/actions', {
        ids: jobs.map((job) => job.job_id),
        action: 'delete',
      });
  };

  it('are not there for other keys', async () => {
    const id = await submit(mine);
    for (const base of ['/api/v1/queue/jobs', '/api/v2/queue/jobs', '/api/v2/jobs']) {
      for (const [method, path, body] of [
        ['GET', `${base}/${id}`],
        ['GET', `${base}/${id}/status`],
        ['GET', `${base}/${id}/preview`],
        ['POST', `${base}/${id}/cancel`, {}],
        ['POST', `${base}/${id}/move`, { to: 'top' }],
        ['PATCH', `${base}/${id}`, { priority: 1 }],
        ['DELETE', `${base}/${id}`],
      ] as const) {
        const missing = await call<ProblemBody>(other, method, path.replace(id, 'no-such'), body);
        const { status, body: problem } = await call<ProblemBody>(other, method, path, body);
        expect(status).toBe(404);
        expect(problem.message.replace(id, 'no-such')).toBe(missing.body.message);
      }
    }
    const depends = await call<ProblemBody>(other, 'POST', '/api/v2/generate', {
      generation_params: SMALL,
      depends_on: [id],
    });
    expect(depends).toMatchObject({ status: 400, body: { details: { fields: [{ path: 'depends_on.0' }] } } });
    const batch = { ids: [id], action: 'delete' };
    const outcome = await call<JobBatchResultDto>(other, 'POST', '/api/v2/queue/jobs/actions', batch);
    expect(outcome.body.results[0]).toMatchObject({ success: false, error: 'job_not_found' });
    expect((await call<JobDto>(mine, 'GET', `/api/v2/queue/jobs/${id}/status`)).body.status).toBe('pending');
    await clear();
  });

  it('are listed for their own key only, whatever it asks for', async () => {
    await submit(mine);
    const own = await submit(other);
    for (const query of ['', '?count=true', '?order=queue', `?key=${other.id}`]) {
      const { body } = await call<JobPageDto>(other, 'GET', `/api/v2/queue/jobs${query}`);
      expect(body.jobs.map((job) => job.job_id)).toEqual([own]);
    }
    for (const query of [`?key=${mine.id}`, '?key=none'])
      expect((await call<JobPageDto>(other, 'GET', `/api/v2/jobs${query}`)).body).toMatchObject({
        total: 0,
        jobs: [],
      });
    const all = await server.api.ok<JobPageDto>('GET', `/api/v2/jobs?key=${mine.id}`);
    expect(all.total).toBe(1);
    await clear();
  });

  it('do not share cursors or idempotency keys', async () => {
    await submit(mine);
    await submit(mine);
    const page = await call<JobPageDto>(mine, 'GET', '/api/v2/queue/jobs?limit=1');
    const cursor = page.body.next_cursor;
    expect(await call(other, 'GET', `/api/v2/queue/jobs?limit=1&cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { error: 'cursor_mismatch' },
    });
    const same = { 'idempotency-key': 'same' };
    expect(await submit(mine, {}, same)).not.toBe(await submit(other, {}, same));
    await clear();
  });

  it('move among themselves and leave the turns of others alone', async () => {
    const ids: string[] = [];
    for (const key of [mine, other, mine, other]) ids.push(await submit(key));
    const order = async () =>
      (await server.api.ok<JobPageDto>('GET', '/api/v2/queue/jobs?order=queue')).jobs.map(
        (job) => job.job_id,
      );
    expect(await order()).toEqual(ids);
    const [a1, b1, a2, b2] = ids as [string, string, string, string];
    const moved = await call<JobMessageDto>(other, 'POST', `/api/v2/jobs/${b2}/move`, { to: 'top' });
    expect(moved.body.job.queue_position).toBe(2);
    expect(await order()).toEqual([a1, b2, a2, b1]);
    const before = { to: 'before', before: a1 };
    expect((await call(other, 'POST', `/api/v2/jobs/${b2}/move`, before)).status).toBe(404);
    await server.api.ok('POST', `/api/v2/jobs/${b2}/move`, before);
    expect(await order()).toEqual([b2, a1, a2, b1]);
    await clear();
  });

  it('wait for their quota and say so, while others go on', async () => {
    await server.api.ok('PATCH', '/api/v1/servers/forge', { max_concurrent_jobs: 2 });
    const small = await makeKey({ name: 'small', limits: { max_running: 1 } });
    const first = await submit(small, { generation_params: { ...SMALL, steps: 150 } });
    const second = await submit(small);
    const third = await submit(mine);
    await server.api.resume();
    await server.api.jobThat(first, (job) => job.status === 'processing');
    await server.api.jobThat(second, (job) => job.waiting_reason?.code === 'quota_running');
    for (const id of [third, first, second]) await server.api.ended(id, 'completed');
    await server.api.pause();
  });

  it('are refused beyond a quota that says so', async () => {
    const strict = await makeKey({ name: 'strict', limits: { max_queued: 1, on_exceed: 'reject' } });
    await submit(strict);
    const refused = await call(strict, 'POST', '/api/v2/generate', { generation_params: SMALL });
    expect(refused).toMatchObject({ status: 429, body: { error: 'quota_exceeded' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await clear();
  });

  it('come back past no quota', async () => {
    const strict = await makeKey({ name: 'again', limits: { max_queued: 1, on_exceed: 'reject' } });
    const ended = await submit(strict);
    await call(strict, 'POST', `/api/v2/jobs/${ended}/cancel`);
    await submit(strict);
    expect(await call(strict, 'POST', `/api/v2/jobs/${ended}/retry`)).toMatchObject({
      status: 429,
      body: { error: 'quota_exceeded' },
    });
    const batch = { ids: [ended], action: 'retry' };
    const { body } = await call<JobBatchResultDto>(strict, 'POST', '/api/v2/queue/jobs/actions', batch);
    expect(body.results).toMatchObject([{ success: false, error: 'quota_exceeded' }]);
    expect((await server.api.job(ended)).status).toBe('cancelled');
    await clear();
    expect((await call(strict, 'POST', `/api/v2/jobs/${ended}/retry`)).status).toBe(200);
    await clear();
  });

  it('go to the servers of their key only, and name only these', async () => {
    const bound = await makeKey({ name: 'bound', servers: ['elsewhere'] });
    const id = await submit(bound);
    await server.api.resume();
    await server.api.ended(await submit(mine), 'completed');
    expect(await server.api.job(id)).toMatchObject({
      status: 'pending',
      waiting_reason: { code: 'no_server' },
    });
    const refused = await call<ProblemBody>(bound, 'POST', '/api/v2/generate', {
      target_server_alias: 'forge',
      generation_params: SMALL,
    });
    expect(refused).toMatchObject({
      status: 404,
      body: { error: 'server_not_found', details: { servers: [] } },
    });
    await clear();
  });

  it('are of the kinds of their key only, alone, in bulks and by the A1111 door', async () => {
    const bound = await makeKey({ name: 'of one kind', app_types: ['a1111'] });
    const forForge = { generation_params: SMALL, app_type: 'forge' };
    for (const body of [forForge, { generation_params: SMALL, target_server_alias: 'forge' }]) {
      for (const path of ['/api/v2/generate', '/api/v2/generate/bulk'])
        expect(await call(bound, 'POST', path, body)).toMatchObject({
          status: 403,
          body: { error: 'app_type_not_allowed', message: expect.stringContaining('a1111') },
        });
    }
    expect((await call(bound, 'POST', '/a1111/forge/sdapi/v1/txt2img', SMALL)).status).toBe(403);
    const id = await submit(bound);
    expect((await server.api.job(id)).app_type).toBe('a1111');
    await clear();
  });

  it('that name no kind are of the kind that their key has servers of', async () => {
    const a1111 = await startForgeSimulator({ dialect: 'a1111', stepMs: 5, loadMs: 10 });
    await server.api.addServer({ alias: 'second', base_url: a1111.url, app_type: 'a1111' });
    const bound = await makeKey({ name: 'of the second', servers: ['second'] });
    await server.api.resume();
    const job = await server.api.ended(await submit(bound), 'completed');
    expect(job).toMatchObject({ app_type: 'a1111', server_alias: 'second' });
    expect((await server.api.job(await submit(mine))).app_type).toBe('forge');
    await server.api.pause();
    await clear();
    await a1111.close();
    await server.api.ok('DELETE', '/api/v1/servers/second?force=true');
  });
});
