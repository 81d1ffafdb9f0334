// text-generation-webui, extension sd_api_pictures: it frees the memory of its server between two pictures.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DoorBench, isPng, type DoorClient, type Generated, type Json } from './door-bench.js';

let bench: DoorBench;
let pictures: DoorClient;
beforeAll(async () => {
  bench = await DoorBench.open();
  await bench.serve('a1111', { dialect: 'a1111' });
  pictures = bench.client({}, '/a1111');
});
afterAll(() => bench.close());

describe('text-generation-webui', () => {
  it('reads options and models, and chooses one', async () => {
    const options = (await pictures.get<Json>('/sdapi/v1/options')).json;
    expect(options).toHaveProperty('sd_model_checkpoint');
    const models = (await pictures.get<{ title: string; model_name: string }[]>('/sdapi/v1/sd-models')).json;
    const titles = models.map((model) => model.title);
    expect(titles).toHaveLength(3);
    const title = titles.find((one) => one !== options['sd_model_checkpoint']);
    expect((await pictures.post('/sdapi/v1/options', { sd_model_checkpoint: title })).status).toBe(200);
    expect((await pictures.get<Json>('/sdapi/v1/options')).json['sd_model_checkpoint']).toBe(title);
    expect(
      (await pictures.get<{ name: string }[]>('/sdapi/v1/samplers')).json.map((one) => one.name),
    ).toContain('Euler a');
  });

  it('loads the model, makes a picture, frees the memory', async () => {
    expect((await pictures.post('/sdapi/v1/reload-checkpoint', '')).status).toBe(200);
    const answer = await pictures.post<Generated>('/sdapi/v1/txt2img', {
      prompt: 'a cat',
      seed: -1,
      sampler_name: 'Euler a',
      enable_hr: false,
      hr_scale: 2,
      hr_upscaler: 'Latent',
      denoising_strength: 0.6,
      steps: 4,
      cfg_scale: 7,
      width: 64,
      height: 64,
      restore_faces: false,
      override_settings_restore_afterwards: true,
      negative_prompt: 'a dog',
    });
    expect(answer.status).toBe(200);
    expect(answer.json.images.every((image) => isPng(image.split(',', 1)[0]))).toBe(true);
    const unloaded = await pictures.post('/sdapi/v1/unload-checkpoint', '');
    expect([unloaded.status, unloaded.json]).toEqual([200, {}]);
  });
});
