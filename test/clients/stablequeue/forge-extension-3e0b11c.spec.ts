// The versions of the Forge extension between commits f0193fc and fa1a59d (3e0b11c among them): one route of their own,
// success only when the status is 200, and a body in which the key and its secret lie beside the parameters.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTempFolder, removeFolder } from '../../support/temp-folder.js';
import { ClientBench, keyHeaders, type ClientKey } from './client-bench.js';
import { jsonOf, PYTHON_REQUESTS, textOf, type RecordedAnswer, type RecordedCall } from './recorded-call.js';

/** Every parameter of the page, and every always-on script of it, its own entry included. */
const PAYLOAD =
  `{"prompt": "a sailing boat", "negative_prompt": "", "steps": 2, "sampler_name": "Euler", "cfg_scale": 7.0, ` +
  `"width": 64, "height": 64, "seed": 99, "subseed": -1, "subseed_strength": 0, "batch_size": 1, "n_iter": 1, ` +
  `"restore_faces": false, "tiling": false, "send_images": true, "save_images": true, "override_settings": {}, ` +
  `"enable_hr": false, "hr_scale": 2.0, "hr_upscaler": "Latent", "hr_second_pass_steps": 0, ` +
  `"denoising_strength": 0.7, "checkpoint_name": "modelB.safetensors", "model_hash": "0123456789", ` +
  `"alwayson_scripts": {"controlnet": {"units": []}, "freeu_integrated_(sd_1.x,_sd_2.x,_sdxl)": ` +
  `[false, 1.01, 1.02, 0.99, 0.95], "stablequeue": [false, false, ""]}}`;

function enqueue(key: ClientKey): RecordedCall {
  return {
    method: 'POST',
    path: '/api/v2/generation/enqueue',
    headers: { ...PYTHON_REQUESTS, 'Content-Type': 'application/json', ...keyHeaders(key) },
    body: `{"payload": ${PAYLOAD}, "api_key": "${key.key}", "api_secret": "${key.secret}"}`,
    timeoutMs: 10_000,
  };
}

/** Its own success test. */
function queuedId(answer: RecordedAnswer): string {
  if (answer.status !== 200) throw new Error(`Failed to queue: ${textOf(answer)}`);
  return jsonOf<{ job_id?: string }>(answer).job_id ?? 'unknown';
}

describe('the Forge extension at 3e0b11c', () => {
  const dataDir = makeTempFolder('enqueue');
  let bench: ClientBench;
  let key: ClientKey;
  beforeAll(async () => {
    bench = await ClientBench.open({}, dataDir);
    key = await bench.newKey('Forge of Dan');
  });
  afterAll(async () => {
    await bench.close();
    await removeFolder(dataDir);
  });

  it('enqueues the whole payload on any server, and its picture comes back', async () => {
    const id = queuedId(await bench.send(enqueue(key)));
    const job = await bench.expectServed(id, key);
    expect([job.target_server_alias, job.server_alias]).toEqual([null, bench.alias]);
    const { payload, model, seed } = bench.generationOf(id);
    expect([payload['prompt'], model, seed]).toEqual(['a sailing boat', 'modelB.safetensors', 99]);
    expect(payload['alwayson_scripts']).toEqual({
      controlnet: { args: [] },
      'freeu integrated (sd 1.x, sd 2.x, sdxl)': { args: [false, 1.01, 1.02, 0.99, 0.95] },
    });
  });

  it('leaves the secret of its body nowhere: not in the job, not in any file', async () => {
    const id = queuedId(await bench.send(enqueue(key)));
    await bench.completed(id, key);
    for (const path of [`/api/v1/queue/jobs/${id}`, `/api/v2/queue/jobs/${id}`]) {
      const answer = await bench.send({ method: 'GET', path, headers: keyHeaders(key) });
      expect(answer.status).toBe(200);
      expect(textOf(answer)).not.toContain(key.secret);
    }
    expect(filesWith(dataDir, key.secret)).toEqual([]);
  });

  it('is refused with 401 without its headers: what lies in the body is no proof', async () => {
    const headers = { ...PYTHON_REQUESTS, 'Content-Type': 'application/json' };
    const answer = await bench.send({ ...enqueue(key), headers });
    expect(answer.status).toBe(401);
  });
});

/** Files below the folder that contain the text. */
function filesWith(folder: string, text: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => readFileSync(file).includes(text));
}
