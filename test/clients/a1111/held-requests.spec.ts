// Requests that wait for their images: who decides that they wait, and what becomes of them when somebody leaves.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ForgeSimulator } from '../../../simulators/forge/index.js';
import { eventually } from '../../support/eventually.js';
import { basic, DoorBench, isPng, type DoorClient, type Generated, type Json } from './door-bench.js';

let bench: DoorBench;
let forge: ForgeSimulator;
let client: DoorClient;
beforeAll(async () => {
  bench = await DoorBench.open({ JOB_MAX_RETRIES: '0' });
  forge = await bench.serve('forge', { models: ['modelA.safetensors', 'dir/modelB.safetensors'] });
  client = bench.client(basic(await bench.key('a client')));
});
afterEach(() => {
  for (const knob of ['failAtStep', 'outOfMemory', 'extraImages'] as const) forge.knobs[knob] = null;
});
afterAll(() => bench.close());

const quick = { prompt: 'a cat', steps: 3, width: 64, height: 64, seed: 11 };
const endless = { ...quick, steps: 900 };

async function keyed(settings: Json): Promise<DoorClient> {
  return bench.client(basic(await bench.key('with settings', { settings })));
}

describe('who waits', () => {
  it('nobody, unless something says so', async () => {
    expect((await client.post('/sdapi/v1/txt2img', quick)).status).toBe(202);
  });

  it('whoever prefers it, comes by /a1111, or has a key that says so', async () => {
    const preferring = bench.client({ ...basic(await bench.key('prefers')), prefer: 'wait' });
    const entering = bench.client(basic(await bench.key('enters')), '/a1111');
    for (const one of [preferring, entering, await keyed({ sdapi_mode: 'sync' })]) {
      const answer = await one.post<Generated>('/sdapi/v1/txt2img', quick);
      expect([answer.status, answer.json.images.map(isPng)]).toEqual([200, [true]]);
    }
  });

  it('a key that decides by the request does not, when it names a webhook', async () => {
    const auto = await keyed({ sdapi_mode: 'auto' });
    expect((await auto.post('/sdapi/v1/txt2img', quick)).status).toBe(200);
    expect(
      (await auto.post('/sdapi/v1/txt2img', { ...quick, webhookUrl: 'https://example.org/hook' })).status,
    ).toBe(202);
  });
});

describe('the server in the address', () => {
  it('runs the job', async () => {
    const other = await bench.serve('other one');
    const answer = await bench.client({}, '/a1111/other%20one').post('/sdapi/v1/txt2img', quick);
    expect(answer.status).toBe(200);
    expect(other.generations).toHaveLength(1);
  });

  it('must be one that the caller may use', async () => {
    const limited = bench.client(
      basic(await bench.key('limited', { servers: ['forge'] })),
      '/a1111/other%20one',
    );
    expect((await limited.post('/sdapi/v1/txt2img', quick)).status).toBe(404);
    expect((await limited.get('/sdapi/v1/sd-models')).status).toBe(404);
    expect((await bench.client({}, '/a1111/nowhere').post('/sdapi/v1/txt2img', quick)).status).toBe(404);
  });
});

describe('a held request', () => {
  it('brings all images in the server’s order', async () => {
    forge.knobs.extraImages = { value: 1, times: 1 };
    const waiting = bench.client(basic(await bench.key('several')), '/a1111/forge');
    const answer = await waiting.post<Generated>('/sdapi/v1/txt2img', { ...quick, n_iter: 2 });
    expect(answer.json.images).toHaveLength(3);
    expect(JSON.parse(answer.json.info)).toMatchObject({ all_seeds: [11, 12] });
    expect(answer.json.parameters).toMatchObject({ n_iter: 2, seed: 11, steps: 3, force_task_id: null });
  });

  it('ends with the server’s own words when its job fails', async () => {
    forge.knobs.outOfMemory = true;
    const waiting = bench.client({}, '/a1111/forge');
    const answer = await waiting.post<Json>('/sdapi/v1/txt2img', quick);
    expect(answer.status).toBe(500);
    expect(Object.keys(answer.json)).toEqual(['error', 'detail', 'body', 'errors', 'message']);
    expect(answer.json).toMatchObject({ error: 'OutOfMemoryError', detail: '', body: '' });
    expect(answer.json['errors']).toContain('out of memory');
  });

  it('ends as A1111 ends it when a script is unknown', async () => {
    const answer = await bench
      .client({}, '/a1111/forge')
      .post<Json>('/sdapi/v1/txt2img', { ...quick, alwayson_scripts: { nothing: { args: [] } } });
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ error: 'HTTPException', detail: expect.stringContaining('nothing') });
  });

  it.each([
    ['cancelled', /^JobCancelled$/],
    // A running job is cancelled before it is deleted.
    ['deleted', /^Job(Cancelled|Deleted)$/],
  ])('ends when its job is %s by somebody else', async (what, error) => {
    const waiting = bench.client({ ...basic(await bench.key(what)), prefer: 'wait' });
    const held = waiting.post<Json>('/sdapi/v1/txt2img', endless);
    const [job] = await eventually(async () => {
      const jobs = (await waiting.get<{ uuid: string }[]>('/sdapi/v1/jobs')).json;
      return jobs.length > 0 && jobs;
    });
    if (what === 'cancelled') await bench.running.api.act(job!.uuid, 'cancel');
    else await bench.running.api.ok('DELETE', `/api/v1/queue/jobs/${job!.uuid}`);
    const answer = await held;
    expect(answer.status).toBe(500);
    expect(answer.json['error']).toMatch(error);
  });

  it('leaves its job in the queue when the client hangs up', async () => {
    const gone = new AbortController();
    const waiting = bench.client({ ...basic(await bench.key('leaves')), prefer: 'wait' });
    forge.knobs.hangAtStep = { value: 2, times: 1 };
    const held = waiting.post('/sdapi/v1/txt2img', quick, gone.signal).catch(() => 'gone');
    const [job] = await eventually(async () => {
      const jobs = (await waiting.get<{ uuid: string; job_status: string }[]>('/sdapi/v1/jobs')).json;
      return jobs[0]?.job_status === 'processing' && jobs;
    });
    gone.abort();
    expect(await held).toBe('gone');
    forge.knobs.hangAtStep = null;
    await bench.running.api.ended(job!.uuid, 'completed');
    const fetched = await waiting.get<{ images: string[] }>(`/sdapi/v1/jobs/${job!.uuid}`);
    expect(fetched.json.images.map(isPng)).toEqual([true]);
  });

  it('takes its job along when the key says so', async () => {
    const gone = new AbortController();
    const leaving = await keyed({ sdapi_mode: 'sync', on_disconnect: 'cancel' });
    const held = leaving.post('/sdapi/v1/txt2img', endless, gone.signal).catch(() => 'gone');
    const [job] = await eventually(async () => {
      const jobs = (await leaving.get<{ uuid: string; job_status: string }[]>('/sdapi/v1/jobs')).json;
      return jobs[0]?.job_status === 'processing' && jobs;
    });
    gone.abort();
    expect(await held).toBe('gone');
    await bench.running.api.ended(job!.uuid, 'cancelled');
  });

  it('gets its images with a key that may do nothing but submit', async () => {
    const key = await bench.key('submits only', { scopes: ['submit'], settings: { sdapi_mode: 'sync' } });
    const only = bench.client(basic(key));
    expect((await only.post<Generated>('/sdapi/v1/txt2img', quick)).json.images.map(isPng)).toEqual([true]);
    expect((await only.get('/sdapi/v1/jobs')).status).toBe(403);
  });

  it('is let go of at a stop, and its job stays', async () => {
    const other = await DoorBench.open();
    const held = other.client({}, '/a1111').post<Json>('/sdapi/v1/txt2img', quick);
    await eventually(async () => (await other.client().get<Json[]>('/sdapi/v1/jobs')).json.length === 1);
    await Promise.all([other.close(), expect(held).resolves.toMatchObject({ status: 503 })]);
  });
});

describe('with no server online', () => {
  it('lists are empty, not errors, and requests wait', async () => {
    const lonely = await DoorBench.open();
    const alone = lonely.client({}, '/a1111');
    for (const list of [
      'sd-models',
      'loras',
      'samplers',
      'upscalers',
      'sd-vae',
      'sd-modules',
      'prompt-styles',
    ])
      expect((await alone.get(`/sdapi/v1/${list}`)).json).toEqual([]);
    expect((await alone.get('/sdapi/v1/embeddings')).json).toEqual({ loaded: {}, skipped: {} });
    expect((await alone.get('/sdapi/v1/options')).json).toHaveProperty('sd_model_checkpoint', null);
    expect((await alone.post('/sdapi/v1/options', { sd_model_checkpoint: 'later' })).status).toBe(200);
    expect((await alone.get('/sdapi/v1/options')).json).toHaveProperty('sd_model_checkpoint', 'later');
    expect((await alone.get('/sdapi/v1/progress')).json).toMatchObject({ progress: 0 });
    const question = await alone.post<Json>('/sdapi/v1/png-info', { image: 'x' });
    expect([question.status, question.json['detail']]).toEqual([503, expect.stringContaining('online')]);
    await lonely.close();
  });
});
