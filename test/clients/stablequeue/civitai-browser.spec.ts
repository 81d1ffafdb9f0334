// The fork of the Civitai browser that has "send to StableQueue": it sends the infotext of a picture as it is, to the
// server named in its settings, and believes in success only when the status is exactly 200.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClientBench, keyHeaders, type ClientKey } from './client-bench.js';
import { jsonOf, PYTHON_REQUESTS, textOf, type RecordedAnswer, type RecordedCall } from './recorded-call.js';

/** As a WebUI writes it into a picture. */
const WEBUI_INFOTEXT =
  'portrait of a fox, <lora:dummyLora:0.7>\nsoft light, \\(detailed\\)\n' +
  'Negative prompt: blurry, lowres,\nwatermark\n' +
  'Steps: 3, Sampler: DPM++ 2M Karras, CFG scale: 5.5, Seed: 1234567890, Size: 64x128, ' +
  'Model: modelB, Clip skip: 2, Lora hashes: "dummyLora: 0123456789ab", Version: v1.9.4';
/** As Civitai's own generator writes it: no model that a server could know, and lists of its own. */
const CIVITAI_INFOTEXT =
  'a quiet harbour at dawn\nNegative prompt: people\n' +
  'Steps: 2, Sampler: Euler a, CFG scale: 7, Seed: 0, Size: 64x64, Created Date: 2024-09-10T1234:56.7890123Z, ' +
  'Civitai resources: [{"type":"checkpoint","modelVersionId":290640,"modelName":"Some Model","modelVersionName":"V6"}], ' +
  'Civitai metadata: {}';

function send(key: Pick<ClientKey, 'key' | 'secret'>, alias: string, infotext: string): RecordedCall {
  return {
    method: 'POST',
    path: '/api/v2/generate',
    headers: { ...PYTHON_REQUESTS, 'Content-Type': 'application/json', ...keyHeaders(key) },
    body:
      `{"app_type": "forge", "target_server_alias": ${JSON.stringify(alias)}, ` +
      `"source_info": "civitai_browser_plus", "generation_info_raw": ${JSON.stringify(infotext)}}`,
    timeoutMs: 10_000,
  };
}

/** Its own success test: 202 would be shown as an error. */
function queuedId(answer: RecordedAnswer): string {
  if (answer.status !== 200) throw new Error(`StableQueue API error: ${textOf(answer)}`);
  return jsonOf<{ job_id?: string }>(answer).job_id ?? 'Unknown';
}

describe('the Civitai browser with "send to StableQueue"', () => {
  let bench: ClientBench;
  let key: ClientKey;
  beforeAll(async () => {
    bench = await ClientBench.open();
    key = await bench.newKey('Civitai browser');
  });
  afterAll(() => bench.close());

  it("has a WebUI's infotext made again, to the letter", async () => {
    const id = queuedId(await bench.send(send(key, bench.alias, WEBUI_INFOTEXT)));
    const job = await bench.expectServed(id, key);
    expect(job).toMatchObject({ source_info: 'civitai_browser_plus', target_server_alias: bench.alias });
    expect([job.width, job.height]).toEqual([64, 128]);
    const { payload, model, seed } = bench.generationOf(id);
    expect([model, seed]).toEqual(['modelB.safetensors', 1_234_567_890]);
    expect(payload).toMatchObject({
      prompt: 'portrait of a fox, <lora:dummyLora:0.7>\nsoft light, \\(detailed\\)',
      negative_prompt: 'blurry, lowres,\nwatermark',
      steps: 3,
      cfg_scale: 5.5,
      sampler_name: 'DPM++ 2M',
      scheduler: 'karras',
    });
  });

  it("takes the infotext of Civitai's own generator, seed 0 and all", async () => {
    const id = queuedId(await bench.send(send(key, bench.alias, CIVITAI_INFOTEXT)));
    await bench.expectServed(id, key);
    const { payload, seed } = bench.generationOf(id);
    expect(payload).toMatchObject({ prompt: 'a quiet harbour at dawn', negative_prompt: 'people' });
    expect(seed).toBe(0);
  });

  it('is told what to set when its default server "ArchLinux" does not exist here', async () => {
    const answer = await bench.send(send(key, 'ArchLinux', WEBUI_INFOTEXT));
    expect(answer.status).toBe(404);
    const { error, message } = jsonOf<{ error: string; message: string }>(answer);
    expect(error).toBe('server_not_found');
    expect(message).toContain(bench.alias);
  });

  it('is refused with 401 and a text when its key is wrong', async () => {
    const answer = await bench.send(send({ key: key.key, secret: 'wrong' }, bench.alias, WEBUI_INFOTEXT));
    expect(answer.status).toBe(401);
    expect(jsonOf<{ message: unknown }>(answer).message).toEqual(expect.any(String));
  });
});
