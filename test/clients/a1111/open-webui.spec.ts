// Open WebUI, engine "automatic1111": verifies by the options, changes the model by sending all of them back, waits for
// its images. Sends an empty Authorization header when it has no login.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ForgeSimulator } from '../../../simulators/forge/index.js';
import { sha256 } from '../../support/server-records.js';
import { basic, DoorBench, type DoorClient, type Generated, type Json } from './door-bench.js';

interface Model {
  title: string;
  model_name: string;
}

let bench: DoorBench;
let near: ForgeSimulator;
let far: ForgeSimulator;
let webui: DoorClient;
beforeAll(async () => {
  bench = await DoorBench.open();
  near = await bench.serve('near', { models: ['modelA.safetensors', 'modelB.safetensors'] });
  far = await bench.serve('far', { models: ['modelB.safetensors', 'modelC.safetensors'] });
  webui = bench.client(basic(await bench.key('Open WebUI')), '/a1111');
});
afterAll(() => bench.close());

const picture = { prompt: 'a lighthouse', batch_size: 1, width: 64, height: 64 };

describe('Open WebUI', () => {
  it('verifies the address by the options', async () => {
    const options = await webui.get<Json>('/sdapi/v1/options');
    expect(options.status).toBe(200);
    expect(options.json).toHaveProperty('sd_model_checkpoint');
  });

  it('without a login sends an empty header, which counts as none', async () => {
    const open = bench.client({ authorization: '' }, '/a1111');
    expect((await open.get('/sdapi/v1/options')).status).toBe(200);
  });

  it('lists the models of all servers, each once', async () => {
    const models = (await webui.get<Model[]>('/sdapi/v1/sd-models')).json;
    expect(models.map((model) => model.model_name).sort()).toEqual(['modelA', 'modelB', 'modelC']);
    expect(models.every((model) => model.title.startsWith(model.model_name))).toBe(true);
  });

  it('chooses a model by sending all options back, for itself alone', async () => {
    const before = (await webui.get<Json>('/sdapi/v1/options')).json;
    const chosen = { ...before, sd_model_checkpoint: 'modelC.safetensors' };
    const set = await webui.post('/sdapi/v1/options', chosen);
    expect([set.status, set.text]).toEqual([200, 'null']);
    expect((await webui.get<Json>('/sdapi/v1/options')).json['sd_model_checkpoint']).toBe(
      'modelC.safetensors',
    );

    const other = bench.client(basic(await bench.key('somebody else')), '/a1111');
    expect((await other.get<Json>('/sdapi/v1/options')).json['sd_model_checkpoint']).toEqual(
      before['sd_model_checkpoint'],
    );
    expect([...near.requests, ...far.requests].filter(isOptionChange)).toEqual([]);
  });

  it('gets its image from the server that has the chosen model', async () => {
    const answer = await webui.post<Generated>('/sdapi/v1/txt2img', picture);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.json)).toEqual(['images', 'parameters', 'info']);
    const [generation] = far.generations;
    expect(generation).toMatchObject({ outcome: 'completed', model: expect.stringContaining('modelC') });
    expect(answer.json.images.map((image) => sha256(Buffer.from(image, 'base64')))).toEqual(
      generation?.images.map((image) => image.sha256),
    );
    const info = JSON.parse(answer.json.info) as Json;
    expect(info).toMatchObject({ sd_model_name: 'modelC', seed: generation?.seed });
    expect(answer.json.parameters).toMatchObject({
      prompt: 'a lighthouse',
      seed: -1,
      override_settings: null,
    });
  });

  it('reads JSON whatever the status', async () => {
    const refused = await webui.post<Json>('/sdapi/v1/txt2img', { ...picture, width: 'wide' });
    expect(refused.status).toBe(422);
    expect(refused.json).toEqual({
      detail: [{ loc: ['body', 'width'], msg: expect.any(String), type: 'value_error' }],
    });
    const stranger = await bench
      .client(basic({ key: 'mk_x', secret: 'y' }), '/a1111')
      .get('/sdapi/v1/options');
    expect([stranger.status, stranger.json]).toEqual([401, { detail: 'Incorrect username or password' }]);
    expect(stranger.headers['www-authenticate']).toContain('Basic');
  });
});

/** The simulators record every request; a change of options for everybody would show. */
function isOptionChange({ method, path }: { method: string; path: string }): boolean {
  return method === 'POST' && path.endsWith('/options');
}
