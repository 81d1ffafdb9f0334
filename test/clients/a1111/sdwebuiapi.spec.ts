// sdwebuiapi, the Python package behind many bots: a method for nearly every route.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, DoorBench, isPng, type DoorClient, type Generated, type Json } from './door-bench.js';

let bench: DoorBench;
let api: DoorClient;
let image: string;
beforeAll(async () => {
  bench = await DoorBench.open();
  await bench.serve('forge');
  api = bench.client(basic(await bench.key('a bot', { settings: { sdapi_mode: 'sync' } })));
});
afterAll(() => bench.close());

/** As the package sends it when nothing but the prompt is given. */
const payload = {
  enable_hr: false,
  hr_scale: 2,
  hr_upscaler: 'Latent',
  hr_second_pass_steps: 0,
  hr_resize_x: 0,
  hr_resize_y: 0,
  denoising_strength: 0.7,
  firstphase_width: 0,
  firstphase_height: 0,
  prompt: 'a cat',
  styles: [],
  seed: -1,
  subseed: -1,
  subseed_strength: 0,
  seed_resize_from_h: 0,
  seed_resize_from_w: 0,
  batch_size: 1,
  n_iter: 1,
  steps: 4,
  cfg_scale: 7,
  width: 64,
  height: 64,
  restore_faces: false,
  tiling: false,
  do_not_save_samples: false,
  do_not_save_grid: false,
  negative_prompt: '',
  eta: 1,
  s_churn: 0,
  s_tmax: 0,
  s_tmin: 0,
  s_noise: 1,
  override_settings: {},
  override_settings_restore_afterwards: true,
  sampler_name: 'Euler a',
  scheduler: 'Automatic',
  script_name: null,
  script_args: [],
  send_images: true,
  save_images: false,
  alwayson_scripts: {},
};

describe('sdwebuiapi', () => {
  it('makes an image and reads images, parameters and info', async () => {
    const { status, json } = await api.post<Generated>('/sdapi/v1/txt2img', payload);
    expect(status).toBe(200);
    expect(json.images.map(isPng)).toEqual([true]);
    expect(json.parameters).toMatchObject({ ...payload, script_name: null });
    expect(JSON.parse(json.info)).toMatchObject({
      prompt: 'a cat',
      all_seeds: [expect.any(Number)],
      infotexts: [expect.any(String)],
    });
    image = json.images[0] ?? '';
  });

  it('sends no images when they are not wanted', async () => {
    const { json } = await api.post<Generated>('/sdapi/v1/txt2img', { ...payload, send_images: false });
    expect(json.images).toEqual([]);
    expect(json.parameters['send_images']).toBe(false);
    expect(JSON.parse(json.info)).toHaveProperty('seed');
  });

  it('paints over an image', async () => {
    const body = { ...payload, init_images: [image], resize_mode: 0, mask: null, include_init_images: false };
    const { status, json } = await api.post<Generated>('/sdapi/v1/img2img', body);
    expect(status).toBe(200);
    expect(json.images.map(isPng)).toEqual([true]);
  });

  it('has a picture enlarged and read', async () => {
    const upscaled = await api.post<{ html_info: string; image: string }>('/sdapi/v1/extra-single-image', {
      resize_mode: 0,
      upscaling_resize: 2,
      upscaler_1: 'Lanczos',
      image,
    });
    expect(upscaled.status).toBe(200);
    expect(isPng(upscaled.json.image)).toBe(true);
    const read = await api.post<{ info: string; parameters: Json }>('/sdapi/v1/png-info', { image });
    expect(read.json.info).toContain('a cat');
    expect(read.json.parameters).toHaveProperty('Prompt');
    const words = await api.post<{ caption: string }>('/sdapi/v1/interrogate', { image, model: 'clip' });
    expect(words.json).toEqual({ caption: expect.any(String) });
  });

  it('has several pictures enlarged at once', async () => {
    const imageList = [
      { data: image, name: 'one.png' },
      { data: image, name: 'two.png' },
    ];
    const upscaled = await api.post<{ html_info: string; images: string[] }>('/sdapi/v1/extra-batch-images', {
      resize_mode: 0,
      upscaling_resize: 2,
      upscaler_1: 'Lanczos',
      imageList,
    });
    expect([upscaled.status, upscaled.json.html_info]).toEqual([200, '']);
    expect(upscaled.json.images.map(isPng)).toEqual([true, true]);
  });

  it('has maps made for ControlNet', async () => {
    expect((await api.get<Json>('/controlnet/model_list')).json).toEqual({ model_list: ['None'] });
    expect((await api.get<Json>('/controlnet/module_list')).json['module_list']).toContain('canny');
    const detected = await api.post<{ images: string[]; info: string }>('/controlnet/detect', {
      controlnet_module: 'none',
      controlnet_input_images: [image],
    });
    expect([detected.status, detected.json]).toEqual([200, { images: [image], info: 'Success' }]);
  });

  it('hears a server’s own refusal', async () => {
    const answer = await api.post<Json>('/sdapi/v1/png-info', { image: 'no image' });
    expect(answer.status).toBe(500);
    expect(answer.json).toHaveProperty('detail');
  });

  it('has no server fetch an address', async () => {
    const answer = await api.post<{ detail: unknown[] }>('/sdapi/v1/png-info', {
      image: 'http://192.168.0.1/x.png',
    });
    expect([answer.status, answer.json.detail]).toEqual([
      422,
      [expect.objectContaining({ loc: ['body', 'image'] })],
    ]);
  });

  it.each([
    ['samplers', ['name', 'aliases', 'options']],
    ['schedulers', ['name', 'label', 'aliases', 'default_rho', 'need_inner_model']],
    ['upscalers', ['name', 'model_name', 'model_path', 'model_url', 'scale']],
    ['latent-upscale-modes', ['name']],
    ['sd-models', ['title', 'model_name', 'hash', 'sha256', 'filename', 'config']],
    ['sd-modules', ['model_name', 'filename']],
    ['loras', ['name', 'alias', 'path', 'metadata']],
    ['face-restorers', ['name', 'cmd_dir']],
    ['realesrgan-models', ['name', 'path', 'scale']],
    ['prompt-styles', ['name', 'prompt', 'negative_prompt']],
    ['script-info', ['name', 'is_alwayson', 'is_img2img', 'args']],
  ])('lists %s with their fields', async (list, fields) => {
    const { status, json } = await api.get<Json[]>(`/sdapi/v1/${list}`);
    expect(status).toBe(200);
    expect(json.length).toBeGreaterThan(0);
    expect(Object.keys(json[0] ?? {})).toEqual(fields);
  });

  it('reads everything else that tells of a server', async () => {
    const get = async (path: string): Promise<unknown> => (await api.get(`/sdapi/v1/${path}`)).json;
    expect(await get('hypernetworks')).toEqual([]);
    expect(await get('sd-vae')).toEqual([]);
    expect(await get('embeddings')).toEqual({ loaded: {}, skipped: {} });
    expect(await get('memory')).toMatchObject({
      ram: { total: expect.any(Number) },
      cuda: expect.any(Object),
    });
    expect(await get('scripts')).toMatchObject({ txt2img: expect.any(Array), img2img: expect.any(Array) });
    expect(await get('cmd-flags')).toMatchObject({ api: true });
    expect(await get('extensions')).toEqual([]);
  });

  it('sets a model and waits until progress stands still (util_set_model, util_wait_for_ready)', async () => {
    const options = { sd_model_checkpoint: 'modelB.safetensors' };
    expect((await api.post('/sdapi/v1/options', options)).json).toBeNull();
    const { json } = await api.get<{ progress: number; state: Json }>('/sdapi/v1/progress');
    expect(json).toEqual({
      progress: 0,
      eta_relative: 0,
      state: {
        skipped: false,
        interrupted: false,
        stopping_generation: false,
        job: '',
        job_count: 0,
        job_timestamp: expect.any(String),
        job_no: 0,
        sampling_step: 0,
        sampling_steps: 0,
      },
      current_image: null,
      textinfo: null,
    });
    expect((await api.get<Json>('/sdapi/v1/options')).json).toMatchObject(options);
  });

  it('is refused a model that no server has, as A1111 refuses it', async () => {
    const answer = await api.post<Json>('/sdapi/v1/options', { sd_model_checkpoint: 'nothing.safetensors' });
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({
      error: 'RuntimeError',
      errors: "model 'nothing.safetensors' not found",
    });
  });

  it('tells servers to look again, to stop and to skip', async () => {
    expect((await api.post('/sdapi/v1/refresh-checkpoints')).json).toBeNull();
    expect((await api.post('/sdapi/v1/interrupt')).json).toEqual({});
    expect((await api.post('/sdapi/v1/skip')).status).toBe(200);
  });

  it('finds out that a thing is not there', async () => {
    for (const path of ['/tagger/v1/interrogators', '/sdapi/v1/artists'])
      expect((await api.get(path)).status).toBe(404);
  });
});
