// The Forge extension at its head (2025-06-02) and in its newest version: both call themselves v1.0.0 and both count
// exactly 202 as success. The bulk button of both is a loop of single posts.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientBench, keyHeaders, type ClientKey } from './client-bench.js';
import { jsonOf, PYTHON_REQUESTS, textOf, type RecordedAnswer, type RecordedCall } from './recorded-call.js';

const JSON_TYPE = { 'Content-Type': 'application/json' };

function fetchServers(key: Pick<ClientKey, 'key' | 'secret'>): RecordedCall {
  return {
    method: 'GET',
    path: '/api/v1/servers',
    headers: { ...PYTHON_REQUESTS, ...keyHeaders(key) },
    timeoutMs: 5_000,
  };
}

function submit(key: Pick<ClientKey, 'key' | 'secret'>, body: string): RecordedCall {
  return {
    method: 'POST',
    path: '/api/v2/generate',
    headers: { ...PYTHON_REQUESTS, ...JSON_TYPE, ...keyHeaders(key) },
    body,
    timeoutMs: 10_000,
  };
}

/** HEAD: the defaults that it sends when it cannot read the page, sizes and steps as small as the page allows. */
function headBody(alias: string, seed = -1): string {
  return (
    `{"app_type": "forge", "target_server_alias": ${JSON.stringify(alias)}, "generation_params": {` +
    `"positive_prompt": "A beautiful landscape", "negative_prompt": "", "width": 64, "height": 64, "steps": 2, ` +
    `"cfg_scale": 7.0, "sampler_name": "Euler", "seed": ${seed}, "batch_size": 1, "n_iter": 1, ` +
    `"restore_faces": false, "checkpoint_name": "modelA.safetensors", "enable_hr": false, "hr_scale": 2.0, ` +
    `"hr_upscaler": "Latent", "denoising_strength": 0.7}, "source_info": "forge_extension_v1.0.0"}`
  );
}

/**
 * The newest: the always-on scripts of the page it runs in, itself among them, beside the parameters; titles in lower
 * case with underscores for blanks, ControlNet as units, every other script as its raw arguments.
 */
function newestBody(alias: string): string {
  return (
    `{"app_type": "forge", "target_server_alias": ${JSON.stringify(alias)}, "generation_params": {` +
    `"positive_prompt": "a caf\\u00e9 at night, <lora:dummyLora:0.8>", "negative_prompt": "blurry", "width": 64, ` +
    `"height": 96, "steps": 3, "cfg_scale": 5.5, "sampler_name": "DPM++ 2M", "seed": 20251124, "batch_size": 1, ` +
    `"n_iter": 2, "restore_faces": false, "enable_hr": false, "hr_scale": 2.0, "hr_upscaler": "Latent", ` +
    `"denoising_strength": 0.7, "checkpoint_name": "modelB.safetensors"}, ` +
    `"source_info": "forge_extension_v1.0.0_research_based", "alwayson_scripts": {` +
    `"controlnet": {"units": [{"enabled": true, "module": "canny", "model": "control_canny [abcdef12]", ` +
    `"weight": 0.75, "image": null, "resize_mode": 0, "low_vram": false, "processor_res": 512, ` +
    `"threshold_a": 100, "threshold_b": 200, "guidance_start": 0.0, "guidance_end": 1.0, "control_mode": 0, ` +
    `"pixel_perfect": true}]}, "never_oom_integrated": [true, false], "extra_options": [], ` +
    `"seed": [20251124, false, -1, 0.0, 0, 0], "stablequeue": []}}`
  );
}

/** Its own success test; the id is optional to it. */
function acceptedId(answer: RecordedAnswer): string {
  if (answer.status !== 202) throw new Error(`Failed to queue: ${textOf(answer)}`);
  return jsonOf<{ mobilesd_job_id?: string }>(answer).mobilesd_job_id ?? 'unknown';
}

describe('the Forge extension, head and newest', () => {
  let bench: ClientBench;
  let key: ClientKey;
  beforeAll(async () => {
    bench = await ClientBench.open();
    key = await bench.newKey('Forge of Ada');
  });
  afterAll(() => bench.close());

  it('fills its list of servers from a bare array of items with an alias', async () => {
    const answer = await bench.send(fetchServers(key));
    expect(answer.status).toBe(200);
    const servers = jsonOf<{ alias: string }[]>(answer);
    expect(Array.isArray(servers)).toBe(true);
    expect(servers.map((server) => server.alias)).toEqual([bench.alias]);
  });

  it.each([
    ['no key', { key: '', secret: '' }],
    ['an unknown key', { key: 'mk_000000000000000000000000', secret: '00000000000000000000000000000000' }],
  ])('is refused with %s: 401 and a text that it can print', async (_what, wrong) => {
    for (const call of [fetchServers(wrong), submit(wrong, headBody(bench.alias))]) {
      const answer = await bench.send(call);
      expect(answer.status).toBe(401);
      expect(jsonOf(answer)).toMatchObject({ error: expect.any(String), message: expect.any(String) });
    }
  });

  it('is refused with the right key and a wrong secret like with an unknown key', async () => {
    const wrong = await bench.send(fetchServers({ key: key.key, secret: 'f'.repeat(key.secret.length) }));
    const unknown = await bench.send(
      fetchServers({ key: 'mk_ffffffffffffffffffffffff', secret: key.secret }),
    );
    const told = ({ error, message }: { error: string; message: string }) => ({ error, message });
    expect(wrong.status).toBe(401);
    expect(told(jsonOf(wrong))).toEqual(told(jsonOf(unknown)));
  });

  it('submits what the page holds, and its picture comes back', async () => {
    const id = acceptedId(await bench.send(submit(key, headBody(bench.alias, 0))));
    const job = await bench.expectServed(id, key);
    expect(job).toMatchObject({
      mobilesd_job_id: id,
      app_type: 'forge',
      target_server_alias: bench.alias,
      source_info: 'forge_extension_v1.0.0',
      warnings: [],
    });
    const { payload, model, seed } = bench.generationOf(id);
    expect(payload).toMatchObject({
      prompt: 'A beautiful landscape',
      width: 64,
      height: 64,
      steps: 2,
      cfg_scale: 7,
      sampler_name: 'Euler',
      restore_faces: false,
    });
    expect([model, seed]).toEqual(['modelA.safetensors', 0]);
  });

  it('brings scripts from the top level of its body to the server under their titles', async () => {
    const id = acceptedId(await bench.send(submit(key, newestBody(bench.alias))));
    const job = await bench.expectServed(id, key);
    expect(job.images).toHaveLength(2);
    const { payload, model, seed } = bench.generationOf(id);
    expect([model, seed]).toEqual(['modelB.safetensors', 20_251_124]);
    expect(payload['prompt']).toContain('a café at night');
    expect(payload['alwayson_scripts']).toEqual({
      controlnet: { args: [expect.objectContaining({ enabled: true, module: 'canny', weight: 0.75 })] },
      'never oom integrated': { args: [true, false] },
      'extra options': { args: [] },
      seed: { args: [20_251_124, false, -1, 0, 0, 0] },
    });
  });

  it.each(['', 'default'])('takes the alias "%s" of its context menu for any server', async (alias) => {
    const id = acceptedId(await bench.send(submit(key, headBody(alias))));
    const job = await bench.expectServed(id, key);
    expect([job.target_server_alias, job.server_alias]).toEqual([null, bench.alias]);
  });

  it('prints the text of the answer when its server is gone', async () => {
    const answer = await bench.send(submit(key, headBody('Configure API key in settings')));
    expect(answer.status).toBe(404);
    expect(jsonOf(answer)).toMatchObject({ error: 'server_not_found', message: expect.any(String) });
  });

  it('has its bulk button: ten posts one after the other, the seed counting up', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 10; i += 1)
      ids.push(acceptedId(await bench.send(submit(key, headBody(bench.alias, 100 + i)))));
    await bench.allCompleted(ids, key);
    expect(ids.map((id) => bench.generationOf(id).seed)).toEqual(ids.map((_id, i) => 100 + i));
    await bench.expectServed(ids[9] ?? '', key);
  });

  it('posts a hundred within seconds, and every one is accepted and told apart', async () => {
    const startedAt = performance.now();
    const ids: string[] = [];
    for (let i = 0; i < 100; i += 1)
      ids.push(acceptedId(await bench.send(submit(key, headBody(bench.alias, i)))));
    // All of them within one minute of the rate limit.
    expect(performance.now() - startedAt).toBeLessThan(60_000);
    expect(new Set(ids).size).toBe(100);
    await bench.allCompleted(ids, key);
    expect(new Set(ids.map((id) => bench.generationOf(id).seed)).size).toBe(100);
  });

  it('still gets its list of servers right after that', async () => {
    expect((await bench.send(fetchServers(key))).status).toBe(200);
  });
});
