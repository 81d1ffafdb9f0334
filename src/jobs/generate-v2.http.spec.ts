import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JobsBed, SMALL } from '../../test/support/jobs-bed.js';
import type { JobDto, JobPageDto } from './job-status.dto.js';

const INFOTEXT =
  'a castle, __sky__\nNegative prompt: blurry\nSteps: 3, Sampler: Euler a, CFG scale: 6, Seed: 77, Size: 64x128';

describe('submitting by the second version of the API', () => {
  let bed: JobsBed;
  beforeAll(async () => {
    bed = await JobsBed.start();
  });
  afterAll(() => bed.stop());

  it('answers 202 with all three ids and where to follow the job', async () => {
    const { status, headers, body } = await bed.generate({
      app_type: 'forge',
      target_server_alias: 'default',
      generation_params: { ...SMALL, prompt: undefined, positive_prompt: 'a cat' },
    });
    expect(status).toBe(202);
    expect(headers.get('location')).toMatch(new RegExp(`^http://.+/api/v2/queue/jobs/${body.job_id}$`));
    expect(new Set([body.job_id, body.mobilesd_job_id, body.stablequeue_job_id]).size).toBe(1);
    expect(body).toMatchObject({
      success: true,
      app_type: 'forge',
      queue_position: 1,
      target_server_alias: null,
    });
    for (const field of [
      'estimated_start_range',
      'estimated_completion_time',
      'eta_range',
      'creation_timestamp',
    ])
      expect(body).toHaveProperty(field);
    await bed.server.api.ended(body.job_id, 'completed');
  });

  it('answers 200 to a body with an infotext, reads it, and lets explicit parameters win', async () => {
    const { status, body } = await bed.generate({
      source_info: 'civitai_browser_plus',
      generation_info_raw: INFOTEXT,
      generation_params: { steps: 1 },
    });
    expect(status).toBe(200);
    const job = await bed.server.api.ended(body.job_id, 'completed');
    expect(job.generation_params).toMatchObject({
      prompt: 'a castle, __sky__',
      negative_prompt: 'blurry',
      steps: 1,
      seed: 77,
      width: 64,
      height: 128,
    });
    expect((await bed.generate({ generation_info_raw: INFOTEXT })).status).toBe(200);
    expect((await bed.generate({ generation_info_raw: '', generation_params: SMALL })).status).toBe(202);
  });

  it('refuses an infotext that says nothing', async () => {
    const { status, body } = await bed.refusal({ generation_info_raw: '{"workflow": {}}' });
    expect(status).toBe(400);
    expect(body.message).toMatch(/generation_info_raw: holds neither/);
  });

  it('takes the raw call of an early extension', async () => {
    const data = ['a cat', null, 'a dog'];
    const { status, body } = await bed.generate({
      generation_params: { type: 'gradio_raw', raw_payload: { data, fn_index: 1 }, tab_id: 'txt2img' },
    });
    expect(status).toBe(202);
    expect(body.warnings[0]?.code).toBe('gradio_raw');
    expect((await bed.server.api.job(body.job_id)).generation_params).toMatchObject({
      prompt: 'a cat',
      negative_prompt: 'a dog',
      steps: 20,
    });
  });

  it('takes a job from the early extension that reads job_id from a 200', async () => {
    const answer = await bed.send('/api/v2/generation/enqueue', { generation_params: SMALL });
    expect(answer.status).toBe(200);
    expect(answer.body.job_id).toEqual(expect.any(String));
  });

  it('names the servers that there are to a client with an alias of its own', async () => {
    const { status, body } = await bed.refusal({
      target_server_alias: 'ArchLinux',
      generation_info_raw: INFOTEXT,
    });
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: 'server_not_found', details: { servers: ['forge'] } });
    expect(body.message).toMatch(/"ArchLinux".*"forge"/);
  });

  it('names everything that is wrong at once', async () => {
    const { status, body } = await bed.refusal({
      generation_params: { prompt: 'x', steps: 0, width: 'wide' },
      priority: '5',
      depends_on: 'x',
      webhook: { url: 7, events: ['nothing'] },
      dynamic_prompts: 'no',
    });
    expect(status).toBe(400);
    const paths = (body.details as { fields: { path: string }[] }).fields.map((field) => field.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'priority',
        'depends_on',
        'webhook.url',
        'webhook.events',
        'dynamic_prompts',
        'generation_params.steps',
        'generation_params.width',
      ]),
    );
  });

  it.each([
    ['webhook', []],
    ['webhook', [{ url: 'https://x.example' }]],
    ['metadata', [1]],
    ['generation_info_raw', 7],
    ['depends_on', [null]],
    ['not_before', '2026-W10-1'],
    ['not_before', '2026-02-30T00:00:00Z'],
    ['target_server_alias', { a: 1 }],
  ])('refuses %s: %j', async (path, value) => {
    const { status, body } = await bed.refusal({ generation_params: SMALL, [path]: value });
    expect(status).toBe(400);
    expect(body.details).toMatchObject({ fields: [{ path: expect.stringContaining(path) }] });
  });

  it('keeps a webhook without ever showing its secret or its path', async () => {
    await bed.paused(async () => {
      const webhook = { url: 'https://hooks.example.com/hook/token-123', secret: 'not to be seen' };
      const id = await bed.submit({ webhook });
      const job = await bed.get<JobDto>(`/api/v2/queue/jobs/${id}`);
      expect(job.webhook).toMatchObject({ url: 'https://hooks.example.com/…', template: 'standard' });
      const text = JSON.stringify(job);
      expect(text).not.toContain('not to be seen');
      expect(text).not.toContain('token-123');
      await bed.server.api.act(id, 'cancel');
    });
  });

  it('keeps what a job depends on, and refuses what there is not', async () => {
    const first = await bed.submit();
    const second = await bed.submit({ depends_on: [first, first] });
    expect((await bed.server.api.job(second)).depends_on).toEqual([first]);
    const { status, body } = await bed.refusal({ generation_params: SMALL, depends_on: [first, 'no-such'] });
    expect(status).toBe(400);
    expect(body.details).toMatchObject({ fields: [{ path: 'depends_on.1' }] });
  });

  it('resolves dynamic prompts, keeps what was asked, and leaves them alone when told to', async () => {
    await bed.paused(async () => {
      const params = { ...SMALL, prompt: 'a {red|blue} house' };
      const job = await bed.get<JobDto & { asked: unknown }>(
        `/api/v2/queue/jobs/${await bed.submit({ generation_params: params })}`,
      );
      expect(job.generation_params['prompt']).toMatch(/^a (red|blue) house$/);
      expect(job.prompt_choices).toMatchObject({ original: { prompt: 'a {red|blue} house' } });
      expect(job.asked).toMatchObject({ generation_params: { prompt: 'a {red|blue} house' } });
      const plain = await bed.submit({ generation_params: params, dynamic_prompts: false });
      expect((await bed.server.api.job(plain)).generation_params['prompt']).toBe('a {red|blue} house');
    });
  });

  it('does the same submit once, and says so', async () => {
    const body = { generation_params: SMALL, metadata: { n: 1 } };
    const first = await bed.generate(body, { 'idempotency-key': 'k-1' });
    const second = await bed.generate(body, { 'idempotency-key': 'k-1' });
    expect(second.status).toBe(202);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    const other = await bed.generate({ ...body, priority: 9 }, { 'idempotency-key': 'k-1' });
    expect(other).toMatchObject({ status: 422, body: { error: 'idempotency_key_reused' } });
  });

  it('makes one job of many equal submits at the same time', async () => {
    const body = { generation_params: SMALL, source_info: 'rush' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => bed.generate(body, { 'idempotency-key': 'rush' })),
    );
    const accepted = answers.filter((answer) => answer.status === 202);
    expect(new Set(accepted.map((answer) => answer.body.job_id)).size).toBe(1);
    const rest = answers.filter((answer) => answer.status !== 202);
    for (const answer of rest) expect(answer.status).toBe(409);
    for (const answer of rest) expect(answer.headers.get('retry-after')).toBe('1');
    expect((await bed.get<JobPageDto>('/api/v2/jobs?source=rush')).total).toBe(1);
  });
});
