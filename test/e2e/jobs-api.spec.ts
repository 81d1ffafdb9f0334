import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobDto, JobListDto, SubmittedDto } from '../../src/jobs/job-status.dto.js';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { startApp, type RunningApp } from '../support/start-app.js';

describe('the jobs API', () => {
  let forge: ForgeSimulator;
  let server: RunningApp;
  beforeAll(async () => {
    forge = await startForgeSimulator({ stepMs: 5, loadMs: 20 });
    server = await startApp();
    await server.api.addServer({ alias: 'forge', base_url: forge.url });
  });
  afterAll(async () => {
    await server.stop();
    await forge.close();
  });

  const post = <T = Record<string, unknown>>(path: string, body?: unknown) =>
    server.api.call<T>('POST', path, body ?? {});
  const submit = async (body: Record<string, unknown>) => {
    const answer = await post<SubmittedDto>('/api/v1/generate', body);
    expect(answer.status).toBe(202);
    return answer.body;
  };
  const paused = async (work: () => Promise<void>) => {
    await post('/api/v1/queue/pause');
    try {
      await work();
    } finally {
      await post('/api/v1/queue/resume');
    }
  };

  it('answers a submit with 202 and the id under all three names', async () => {
    const answer = await submit({
      target_server_alias: '',
      generation_params: { positive_prompt: 'a cat', steps: 2 },
    });
    expect(answer.mobilesd_job_id).toBe(answer.job_id);
    expect(answer.stablequeue_job_id).toBe(answer.job_id);
    expect(answer).toMatchObject({
      status: 'pending',
      queue_position: 1,
      target_server_alias: null,
      app_type: 'forge',
    });
    expect(answer).toHaveProperty('estimated_start_time');
    await server.api.ended(answer.job_id, 'completed');
  });

  it.each([undefined, null, '', 'default', 'any'])(
    'takes the target %p for any server',
    async (target_server_alias) => {
      const { job_id, target_server_alias: stored } = await submit({
        target_server_alias,
        generation_params: { prompt: 'x', steps: 1 },
      });
      expect(stored).toBeNull();
      await server.api.ended(job_id, 'completed');
    },
  );

  it('gives a completed job with its images, their sizes and addresses that work', async () => {
    const { job_id } = await submit({
      generation_params: { prompt: 'two', steps: 2, n_iter: 2, width: 64, height: 128, seed: 0 },
    });
    const job = await server.api.ended(job_id, 'completed');
    expect(job).toMatchObject({
      progress: 100,
      width: 64,
      height: 128,
      image_count: 2,
      actions: ['delete'],
      warnings: [],
    });
    expect(job.images.map((image) => image.filename)).toEqual([
      `${job_id.slice(0, 8)}_00001.png`,
      `${job_id.slice(0, 8)}_00002.png`,
    ]);
    expect(job.images.map((image) => image.seed)).toEqual([0, 1]);
    expect(job.result_details).toMatchObject({
      saved_filenames: job.images.map((image) => image.filename),
      positive_prompt: 'two',
    });
    for (const image of job.images) {
      expect((await fetch(image.download_url)).headers.get('content-type')).toBe('image/png');
      expect((await fetch(image.preview_url)).headers.get('content-type')).toBe('image/webp');
    }
  });

  it('resolves a random seed before the job runs, and keeps seed 0', async () => {
    await paused(async () => {
      const random = await server.api.job(
        (await submit({ generation_params: { prompt: 'x', seed: -1 } })).job_id,
      );
      expect(random.generation_params['seed']).toEqual(expect.any(Number));
      expect(random.generation_params['seed']).toBeGreaterThanOrEqual(0);
      const empty = await server.api.job(
        (await submit({ generation_params: { prompt: 'x', seed: '' } })).job_id,
      );
      expect(empty.generation_params['seed']).toBeGreaterThanOrEqual(0);
      const zero = await server.api.job(
        (await submit({ generation_params: { prompt: 'x', seed: 0 } })).job_id,
      );
      expect(zero.generation_params['seed']).toBe(0);
    });
  });

  it('keeps unknown keys and reports them', async () => {
    const answer = await submit({ generation_params: { prompt: 'x', steps: 1, styel: 'a' }, colour: 'red' });
    expect(answer.warnings.map((warning) => warning.message)).toEqual([
      expect.stringContaining('"colour"'),
      expect.stringContaining('"styel"'),
    ]);
    const details = await server.api.details(answer.job_id);
    expect(details.asked).toEqual({
      generation_params: { prompt: 'x', steps: 1, styel: 'a' },
      colour: 'red',
    });
    expect(details.generation_params).toMatchObject({ styel: 'a' });
  });

  it('accepts scripts at the top level of the body', async () => {
    const { job_id } = await submit({
      generation_params: { prompt: 'x', steps: 1 },
      alwayson_scripts: { ControlNet: { args: [] } },
    });
    await server.api.ended(job_id, 'completed');
    expect((await server.api.details(job_id)).sent).toMatchObject({
      body: { alwayson_scripts: { ControlNet: { args: [] } } },
    });
  });

  it.each([
    [{}, /generation_params/],
    [{ generation_params: 'a cat' }, /generation_params/],
    [{ generation_params: { prompt: 'x' }, priority: 11 }, /priority/],
    [{ generation_params: { prompt: 'x' }, not_before: 'tomorrow' }, /not_before/],
    [{ generation_params: { prompt: 'x', steps: 0 } }, /generation_params\.steps/],
    [{ generation_params: { prompt: 'x', init_images: ['***'] } }, /generation_params\.init_images/],
  ])('refuses %j with the path of what is wrong', async (body, path) => {
    const { status, body: problem } = await server.api.refusal(body);
    expect(status).toBe(400);
    expect(problem).toMatchObject({
      success: false,
      error: 'invalid_field_value',
      request_id: expect.any(String),
    });
    expect(problem.message).toMatch(path);
  });

  it('answers bad JSON, unknown routes, unknown jobs and unknown servers in the one error shape', async () => {
    const bad = await fetch(`${server.url}/api/v1/generate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{bad',
    });
    expect(bad.status).toBe(400);
    expect(await bad.json()).toMatchObject({
      error: 'invalid_json',
      message: expect.stringContaining('not valid JSON'),
    });
    expect(await server.api.call('GET', '/api/v1/nothing')).toMatchObject({
      status: 404,
      body: { error: 'not_found' },
    });
    expect(await server.api.call('GET', '/api/v1/queue/jobs/no-such/status')).toMatchObject({
      status: 404,
      body: { error: 'job_not_found' },
    });
    const nowhere = await server.api.refusal({
      target_server_alias: 'nowhere',
      generation_params: { prompt: 'x' },
    });
    expect(nowhere).toMatchObject({ status: 404, body: { error: 'server_not_found' } });
  });

  it('adds the problem+json members for clients that ask for them', async () => {
    const answer = await fetch(`${server.url}/api/v1/queue/jobs/x/status`, {
      headers: { accept: 'application/problem+json' },
    });
    expect(answer.headers.get('content-type')).toMatch(/application\/problem\+json/);
    expect(await answer.json()).toMatchObject({
      status: 404,
      title: 'job not found',
      error: 'job_not_found',
      detail: 'There is no job "x".',
    });
  });

  it('edits, moves, reprioritises, holds and releases waiting jobs', async () => {
    await paused(async () => {
      const [a, b] = [
        await submit({ generation_params: { prompt: 'a' } }),
        await submit({ generation_params: { prompt: 'b' } }),
      ];
      const edited = await server.api.ok<{ job: JobDto }>('PATCH', `/api/v1/queue/jobs/${a.job_id}`, {
        generation_params: { steps: 7 },
        metadata: { mine: 1 },
      });
      expect(edited.job).toMatchObject({
        generation_params: { prompt: 'a', steps: 7 },
        metadata: { mine: 1 },
      });
      const moved = await post<{ job: JobDto }>(`/api/v1/queue/jobs/${b.job_id}/move`, {
        to: 'before',
        before: a.job_id,
      });
      const before = await server.api.job(a.job_id);
      expect(moved.body.job.queue_position).toBe((before.queue_position ?? 0) - 1);
      expect(
        (await post<{ job: JobDto }>(`/api/v1/queue/jobs/${a.job_id}/priority`, { priority: 10 })).body.job
          .queue_position,
      ).toBe(1);
      expect((await post<{ job: JobDto }>(`/api/v1/queue/jobs/${a.job_id}/hold`)).body.job).toMatchObject({
        held: true,
        waiting_reason: { code: 'held' },
      });
      expect((await post<{ job: JobDto }>(`/api/v1/queue/jobs/${a.job_id}/release`)).body.job).toMatchObject({
        held: false,
        waiting_reason: { code: 'queue_paused' },
      });
      const order = await server.api.ok<JobListDto>('GET', '/api/v1/queue/jobs?order=queue');
      expect(order.jobs.map((job) => job.queue_position)).toEqual(order.jobs.map((_, at) => at + 1));
      expect(order.jobs[0]?.job_id).toBe(a.job_id);
    });
  });

  it('refuses what a state does not allow, and says what it does', async () => {
    const { job_id } = await submit({ generation_params: { prompt: 'x', steps: 1 } });
    await server.api.ended(job_id, 'completed');
    const answer = await post(`/api/v1/queue/jobs/${job_id}/cancel`);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: 'job_operation_invalid',
        message: expect.stringContaining('possible now: delete'),
      },
    });
  });

  it('cancels, retries and deletes', async () => {
    let id = '';
    await paused(async () => {
      id = (await submit({ generation_params: { prompt: 'again', steps: 1 } })).job_id;
      expect((await post<{ job: JobDto }>(`/api/v1/queue/jobs/${id}/cancel`)).body.job.status).toBe(
        'cancelled',
      );
      expect((await post<{ job: JobDto }>(`/api/v1/queue/jobs/${id}/retry`)).body.job.status).toBe('pending');
    });
    const done = await server.api.ended(id, 'completed');
    expect((await server.api.call('DELETE', `/api/v1/queue/jobs/${id}`)).status).toBe(200);
    expect((await server.api.call('GET', `/api/v1/queue/jobs/${id}/status`)).status).toBe(404);
    expect((await fetch(done.images[0]!.download_url)).status).toBe(200);
  });

  it('pauses and resumes as older clients do', async () => {
    expect(await server.api.ok('PUT', '/api/v1/settings/queue-processing', { enabled: false })).toMatchObject(
      { settings: { queueProcessingEnabled: false } },
    );
    expect(await server.api.ok('GET', '/api/v1/queue')).toMatchObject({ paused: true });
    await server.api.ok('PUT', '/api/v1/settings/queue-processing', { enabled: true });
    expect(await server.api.ok('GET', '/api/v1/settings')).toMatchObject({
      success: true,
      settings: { queueProcessingEnabled: true },
    });
  });

  it('clears what has ended, and resets after a copy of the database', async () => {
    const { job_id } = await submit({ generation_params: { prompt: 'x', steps: 1 } });
    await server.api.ended(job_id, 'completed');
    expect((await post('/api/v1/queue/clear', { statuses: ['pending'] })).status).toBe(400);
    expect(
      (await post<{ jobs: number }>('/api/v1/queue/clear', { statuses: ['completed'] })).body.jobs,
    ).toBeGreaterThan(0);
    await post('/api/v1/queue/pause');
    await submit({ generation_params: { prompt: 'x' } });
    const reset = (await post<{ backup: string; jobs: number }>('/api/v1/queue/reset')).body;
    expect(reset.backup).toMatch(/before-reset\.sqlite$/);
    expect((await server.api.ok<JobListDto>('GET', '/api/v1/queue/jobs')).total).toBe(0);
    await post('/api/v1/queue/resume');
  });

  it('takes an image of several megabytes with a job, and shows it shortened', async () => {
    const init = forge.generations.length ? await anImage(server, submit) : '';
    const padded = `data:image/png;base64,${init}`;
    const { job_id } = await submit({
      generation_params: { prompt: 'from it', steps: 2, init_images: [padded], denoising_strength: 0.5 },
    });
    const job = await server.api.ended(job_id, 'completed');
    expect(JSON.stringify(job).length).toBeLessThan(10_000);
    expect(forge.generations.at(-1)?.kind).toBe('img2img');
  });

  it('sends the headers of a careful server', async () => {
    const { headers } = await fetch(`${server.url}/health`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-request-id')).toBeTruthy();
  });
});

async function anImage(
  server: RunningApp,
  submit: (body: Record<string, unknown>) => Promise<SubmittedDto>,
): Promise<string> {
  const { job_id } = await submit({
    generation_params: { prompt: 'large', steps: 1, width: 512, height: 512 },
  });
  const job = await server.api.ended(job_id, 'completed');
  const bytes = await (await fetch(job.images[0]!.download_url)).arrayBuffer();
  return Buffer.from(bytes).toString('base64');
}
