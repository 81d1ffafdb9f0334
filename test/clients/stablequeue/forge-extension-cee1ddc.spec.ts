// Older versions of the Forge extension (seen at commit cee1ddc) and their connection test: they look at /status, can
// make their own key, forward what the page was about to send (a whole /sdapi/v1 payload or Gradio's raw call), and know
// a bulk route. 200, 201 and 202 all count as success; of an error they show the JSON member `error`.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientBench, keyHeaders, type ClientKey } from './client-bench.js';
import { jsonOf, PYTHON_REQUESTS, textOf, type RecordedAnswer, type RecordedCall } from './recorded-call.js';

const SINGLE = 'stablequeue_forge_extension_v1.0.0';
const BULK = 'stablequeue_forge_extension_bulk_v1.0.0';

type Credentials = Pick<ClientKey, 'key' | 'secret'>;

function status(): RecordedCall {
  return { method: 'GET', path: '/status', headers: PYTHON_REQUESTS, timeoutMs: 5_000 };
}

function servers(key: Credentials): RecordedCall {
  const headers = { ...PYTHON_REQUESTS, ...keyHeaders(key) };
  return { method: 'GET', path: '/api/v1/servers', headers, timeoutMs: 5_000 };
}

/** "Create New Key" in its settings: it has no key yet, so it sends none. */
function createKey(name: string): RecordedCall {
  const headers = { ...PYTHON_REQUESTS, 'Content-Type': 'application/json' };
  const body = `{"name": ${JSON.stringify(name)}}`;
  return { method: 'POST', path: '/api/v1/api-keys', headers, body, timeoutMs: 10_000 };
}

function post(path: string, key: Credentials, body: string): RecordedCall {
  const headers = { ...PYTHON_REQUESTS, 'Content-Type': 'application/json', ...keyHeaders(key) };
  return { method: 'POST', path, headers, body, timeoutMs: 30_000 };
}

/** What its own form collects. */
const FORM_PARAMS =
  `{"positive_prompt": "a red fox", "negative_prompt": "lowres", "width": 64, "height": 64, "steps": 2, ` +
  `"cfg_scale": 7, "sampler_name": "Euler", "restore_faces": false, "seed": -1, "batch_size": 1, "batch_count": 2, ` +
  `"checkpoint_name": "modelA.safetensors", "enable_hr": false, "subseed": 77, "subseed_strength": 0.1}`;

/** What the page would have sent to its own /sdapi/v1/txt2img, caught on its way. */
const SDAPI_PAYLOAD =
  `{"prompt": "a lighthouse", "negative_prompt": "fog", "styles": [], "seed": 31, "subseed": -1, ` +
  `"subseed_strength": 0, "seed_resize_from_h": -1, "seed_resize_from_w": -1, "sampler_name": "Euler a", ` +
  `"scheduler": "Automatic", "batch_size": 1, "n_iter": 1, "steps": 2, "cfg_scale": 6.5, "distilled_cfg_scale": 3.5, ` +
  `"width": 64, "height": 64, "restore_faces": false, "tiling": false, "do_not_save_samples": false, ` +
  `"do_not_save_grid": false, "denoising_strength": 0, "s_min_uncond": 0, "s_churn": 0, "s_tmin": 0, "s_noise": 1, ` +
  `"override_settings": {"sd_model_checkpoint": "modelB.safetensors", "CLIP_stop_at_last_layers": 2}, ` +
  `"override_settings_restore_afterwards": true, "script_args": [], "send_images": true, "save_images": false, ` +
  `"alwayson_scripts": {"ControlNet": {"args": [{"enabled": false}]}}}`;

/** Gradio's own call: values by position, those of the extensions behind them. */
const GRADIO_DATA: unknown[] = [
  'a windmill in a field',
  [],
  'people, cars',
  ...new Array<null>(14).fill(null),
  4242,
  null,
  null,
  null,
  1,
  null,
  'Euler',
  { enabled: false, module: 'none' },
  'modelB.safetensors',
];
const GRADIO_PARAMS = JSON.stringify({
  type: 'gradio_raw',
  raw_payload: { data: GRADIO_DATA, event_data: null, fn_index: 117, session_hash: 'abc123def45' },
  tab_id: 'txt2img',
  source_url: 'http://127.0.0.1:7860/run/predict',
  forge_session_hash: 'abc123def45',
  fn_index: 117,
});

function single(alias: string, params: string): string {
  return (
    `{"app_type": "forge", "target_server_alias": ${JSON.stringify(alias)}, "generation_params": ${params}, ` +
    `"source_info": "${SINGLE}", "priority": 5}`
  );
}

function bulk(alias: string, params: string, quantity: number, delay: number): string {
  return (
    `{"app_type": "forge", "target_server_alias": ${JSON.stringify(alias)}, "generation_params": ${params}, ` +
    `"source_info": "${BULK}", "priority": 5, "bulk_quantity": ${quantity}, "job_delay": ${delay}}`
  );
}

/** Its success test. @throws Error with what the extension would show */
function accepted<T>(answer: RecordedAnswer): T {
  if (![200, 201, 202].includes(answer.status))
    throw new Error(`Error: ${answer.status} - ${jsonOf<{ error: string }>(answer).error}`);
  return jsonOf<T>(answer);
}

interface Accepted {
  stablequeue_job_id: string;
  mobilesd_job_id: string;
}

describe('the Forge extension at cee1ddc', () => {
  let bench: ClientBench;
  let key: ClientKey;
  beforeAll(async () => {
    bench = await ClientBench.open();
    key = await bench.newKey('Forge of Ben');
  });
  afterAll(() => bench.close());

  it('finds the server: /status answers 200 to everybody', async () => {
    expect((await bench.send(status())).status).toBe(200);
  });

  it('tells a right key (200, a bare array) from a wrong one (401)', async () => {
    const right = await bench.send(servers(key));
    expect(right.status).toBe(200);
    expect(jsonOf<{ alias: string }[]>(right).map((server) => server.alias)).toEqual([bench.alias]);
    const wrong = await bench.send(servers({ key: key.key, secret: 'not the secret' }));
    expect(wrong.status).toBe(401);
  });

  it('cannot make itself a key where the console needs a login', async () => {
    const answer = await bench.send(createKey('uninvited'));
    expect(answer.status).toBe(401);
    expect(textOf(answer)).not.toMatch(/mk_[0-9a-f]/);
  });

  it.each([
    ['what its form collects', FORM_PARAMS, 'a red fox', 2],
    ['a complete /sdapi/v1 payload', SDAPI_PAYLOAD, 'a lighthouse', 1],
    ["Gradio's raw call", GRADIO_PARAMS, 'a windmill in a field', 1],
  ])('submits %s', async (_what, params, prompt, images) => {
    const answer = await bench.send(post('/api/v2/generate', key, single(bench.alias, params)));
    const { stablequeue_job_id: id, mobilesd_job_id: sameId } = accepted<Accepted>(answer);
    expect(sameId).toBe(id);
    const job = await bench.expectServed(id, key);
    expect(job).toMatchObject({ source_info: SINGLE, priority: 5, target_server_alias: bench.alias });
    expect(job.images).toHaveLength(images);
    expect(bench.generationOf(id).payload['prompt']).toBe(prompt);
  });

  it('has the whole of its /sdapi/v1 payload sent on', async () => {
    const answer = await bench.send(post('/api/v2/generate', key, single(bench.alias, SDAPI_PAYLOAD)));
    const { stablequeue_job_id: id } = accepted<Accepted>(answer);
    await bench.completed(id, key);
    const { payload, model, seed } = bench.generationOf(id);
    expect([model, seed]).toEqual(['modelB.safetensors', 31]);
    expect(payload).toMatchObject({
      sampler_name: 'Euler a',
      cfg_scale: 6.5,
      negative_prompt: 'fog',
      alwayson_scripts: { ControlNet: { args: [{ enabled: false }] } },
    });
    expect(payload).toHaveProperty('override_settings.CLIP_stop_at_last_layers', 2);
  });

  it("reads what Gradio's raw call tells for sure, and warns that the rest is a guess", async () => {
    const answer = await bench.send(post('/api/v2/generate', key, single(bench.alias, GRADIO_PARAMS)));
    const { stablequeue_job_id: id } = accepted<Accepted>(answer);
    const job = await bench.completed(id, key);
    expect(job.warnings.length).toBeGreaterThan(0);
    const { payload, model, seed } = bench.generationOf(id);
    expect([model, seed]).toEqual(['modelB.safetensors', 4242]);
    expect(payload).toMatchObject({ negative_prompt: 'people, cars', sampler_name: 'Euler' });
  });

  it('submits a bulk and reads total_jobs; all of them run, each with a seed of its own', async () => {
    const answer = await bench.send(
      post('/api/v2/generate/bulk', key, bulk(bench.alias, SDAPI_PAYLOAD, 10, 0)),
    );
    const made = accepted<{ total_jobs: number; bulk_job_id: string; jobs: Accepted[] }>(answer);
    expect([answer.status, made.total_jobs, made.jobs.length]).toEqual([202, 10, 10]);
    const ids = made.jobs.map((job) => job.stablequeue_job_id);
    const jobs = await bench.allCompleted(ids, key);
    expect(new Set(jobs.map((job) => job.bulk_job_id))).toEqual(new Set([made.bulk_job_id]));
    expect(new Set(ids.map((id) => bench.generationOf(id).seed)).size).toBe(10);
    await bench.expectServed(ids[0] ?? '', key);
  });

  it('has the delay of its settings: the first job runs at once, the next not before its time', async () => {
    const sentAt = Date.now();
    const answer = await bench.send(
      post('/api/v2/generate/bulk', key, bulk(bench.alias, FORM_PARAMS, 3, 30)),
    );
    const { jobs, bulk_job_id } = accepted<{ jobs: Accepted[]; bulk_job_id: string }>(answer);
    const [first, second, third] = jobs.map((job) => job.stablequeue_job_id);
    await bench.completed(first ?? '', key);
    const times = [second, third].map(async (id) => {
      const path = `/api/v1/queue/jobs/${id}/status`;
      const waiting = await bench.send({ method: 'GET', path, headers: keyHeaders(key) });
      return jsonOf<{ not_before: string }>(waiting).not_before;
    });
    const [secondAt, thirdAt] = (await Promise.all(times)).map((time) => Date.parse(time) - sentAt);
    expect(secondAt).toBeGreaterThanOrEqual(29_900);
    expect((thirdAt ?? 0) - (secondAt ?? 0)).toBeCloseTo(30_000, -2);
    const cancel = `/api/v2/generate/bulk/${bulk_job_id}/cancel`;
    const cancelled = await bench.send({ method: 'POST', path: cancel, headers: keyHeaders(key) });
    expect(jsonOf(cancelled)).toMatchObject({ success: true, bulk_job_id, cancelled_jobs: 2 });
  });

  it('shows the member `error` of what is refused', async () => {
    const noParams = `{"app_type": "forge", "target_server_alias": "${bench.alias}", "source_info": "${SINGLE}"}`;
    const noServer = single('nobody', FORM_PARAMS);
    const tooMany = bulk(bench.alias, FORM_PARAMS, 101, 5);
    const refusals: [path: string, body: string, status: number][] = [
      ['/api/v2/generate', noParams, 400],
      ['/api/v2/generate', noServer, 404],
      ['/api/v2/generate/bulk', tooMany, 400],
    ];
    for (const [path, body, expected] of refusals) {
      const answer = await bench.send(post(path, key, body));
      expect(answer.status).toBe(expected);
      expect(jsonOf<{ error: unknown }>(answer).error).toEqual(expect.stringMatching(/^[a-z_]+$/));
    }
  });
});

describe('the Forge extension at cee1ddc on the same machine as StableQueue', () => {
  let bench: ClientBench;
  beforeAll(async () => {
    bench = await ClientBench.open({ STABLEQUEUE_AUTH: 'auto' });
  });
  afterAll(() => bench.close());

  it('makes its own key, and that key works', async () => {
    const answer = await bench.send(createKey('Forge of Cleo'));
    expect(answer.status).toBe(201);
    const { key, secret, api_key: nested } = jsonOf<Credentials & { api_key: ClientKey }>(answer);
    expect(key).toMatch(/^mk_[0-9a-f]{24}$/);
    expect(nested).toMatchObject({ key, secret, name: 'Forge of Cleo' });
    expect((await bench.send(servers({ key, secret }))).status).toBe(200);
    const submitted = await bench.send(
      post('/api/v2/generate', { key, secret }, single(bench.alias, FORM_PARAMS)),
    );
    await bench.expectServed(accepted<Accepted>(submitted).stablequeue_job_id, {
      id: nested.id,
      key,
      secret,
    });
  });

  it('makes a second key exactly like the first', async () => {
    const members = async (name: string) => Object.keys(jsonOf<object>(await bench.send(createKey(name))));
    expect(await members('two')).toEqual(await members('one'));
  });
});
