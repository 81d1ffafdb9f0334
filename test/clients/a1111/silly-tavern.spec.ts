// SillyTavern, sources "auto" (A1111 or Forge) and "DrawThings". It puts its paths at the root of the address, sends its
// own settings along with every request (the login among them), and interrupts when its browser goes away.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ForgeSimulator } from '../../../simulators/forge/index.js';
import { eventually } from '../../support/eventually.js';
import { basic, DoorBench, isPng, type DoorClient, type Generated, type Json } from './door-bench.js';

let bench: DoorBench;
let forge: ForgeSimulator;
let tavern: DoorClient;
beforeAll(async () => {
  bench = await DoorBench.open({ SDAPI_MODE: 'auto' });
  forge = await bench.serve('forge');
  tavern = bench.client(basic(await bench.key('SillyTavern')));
});
afterAll(() => bench.close());

interface Named {
  name: string;
}

interface Progress {
  progress: number;
  state: { job_count: number };
}

const request = {
  prompt: 'a tavern',
  negative_prompt: 'blurry',
  sampler_name: 'Euler',
  scheduler: 'Automatic',
  steps: 4,
  cfg_scale: 7,
  width: 64,
  height: 64,
  restore_faces: false,
  enable_hr: false,
  hr_upscaler: 'Latent',
  hr_scale: 2,
  hr_additional_modules: [],
  denoising_strength: 0.7,
  hr_second_pass_steps: 0,
  seed: -1,
  override_settings: { CLIP_stop_at_last_layers: 1, sd_vae: 'Automatic', forge_additional_modules: [] },
  override_settings_restore_afterwards: true,
  clip_skip: 1,
  save_images: true,
  send_images: true,
  do_not_save_grid: false,
  do_not_save_samples: false,
};

describe('SillyTavern', () => {
  it('is told that the server is there, its model, and that it is a Forge', async () => {
    const options = await tavern.get<Json>('/sdapi/v1/options');
    expect(options.status).toBe(200);
    expect(options.json).toHaveProperty('sd_model_checkpoint');
    expect(options.json).toHaveProperty('forge_preset');
  });

  it('finds upscalers, VAEs, samplers, schedulers and models', async () => {
    const named = async (path: string): Promise<string[]> =>
      (await tavern.get<Named[]>(`/sdapi/v1/${path}`)).json.map((item) => item.name);
    expect(await named('upscalers')).toContain('Lanczos');
    expect(await named('latent-upscale-modes')).toContain('Latent');
    expect(await named('samplers')).toContain('Euler');
    expect(await named('schedulers')).toContain('karras');
    const vaes = await Promise.all(
      ['sd-vae', 'sd-modules'].map((path) => tavern.get<{ model_name: string }[]>(`/sdapi/v1/${path}`)),
    );
    expect(vaes.flatMap((answer) => answer.json.map((item) => item.model_name))).toEqual([
      'dummyVAE.safetensors',
    ]);
    const models = (await tavern.get<{ title: string }[]>('/sdapi/v1/sd-models')).json;
    expect(models.map((model) => model.title)).toContain('modelB.safetensors');
  });

  it('changes the model and waits until nothing loads', async () => {
    expect(
      (await tavern.post('/sdapi/v1/options', { sd_model_checkpoint: 'modelB.safetensors' })).status,
    ).toBe(200);
    const { json } = await tavern.get<Progress>('/sdapi/v1/progress');
    expect([json.progress, json.state.job_count]).toEqual([0, 0]);
  });

  it('gets its image in one answer, made with its model', async () => {
    const answer = await tavern.post<Generated>('/sdapi/v1/txt2img', {
      url: 'http://192.0.2.1:7860',
      auth: 'name:password',
      ...request,
    });
    expect(answer.status).toBe(200);
    expect(isPng(answer.json.images[0])).toBe(true);
    expect(forge.generations.at(-1)?.model).toContain('modelB');
    const id = String(answer.headers['x-stablequeue-job-id']);
    const details = JSON.stringify(await bench.running.api.details(id));
    expect(details).toContain('a tavern');
    expect(details).not.toContain('name:password');
    expect(details).not.toContain('192.0.2.1');
  });

  it('hangs up when its browser goes away, and then interrupts what is its own and nothing else', async () => {
    const gone = new AbortController();
    const held = tavern
      .post('/sdapi/v1/txt2img', { ...request, steps: 900 }, gone.signal)
      .catch((error: unknown) => error);
    const mine = await eventually(async () =>
      (await tavern.get<{ uuid: string; job_status: string }[]>('/sdapi/v1/jobs')).json.find(
        (job) => job.job_status === 'processing',
      ),
    );
    const waiting = await bench.running.api.submit({ params: { steps: 200 } });
    gone.abort();
    expect(await held).toMatchObject({ name: 'AbortError' });
    expect((await bench.running.api.job(mine.uuid)).status).toBe('processing');
    const interrupted = await tavern.post('/sdapi/v1/interrupt');
    expect([interrupted.status, interrupted.json]).toEqual([200, {}]);
    await bench.running.api.ended(mine.uuid, 'cancelled');
    expect((await bench.running.api.job(waiting)).status).not.toBe('cancelled');
    await bench.running.api.act(waiting, 'cancel');
  });

  it('is answered at once when it interrupts while it still waits', async () => {
    const held = tavern.post<Generated>('/sdapi/v1/txt2img', { ...request, steps: 900 });
    const mine = await eventually(async () =>
      (await tavern.get<{ uuid: string; job_status: string }[]>('/sdapi/v1/jobs')).json.find(
        (job) => job.job_status === 'processing',
      ),
    );
    await tavern.post('/sdapi/v1/interrupt');
    const answer = await held;
    expect([answer.status, answer.json.images]).toEqual([200, []]);
    await bench.running.api.ended(mine.uuid, 'cancelled');
  });
});

describe('SillyTavern with DrawThings', () => {
  it('looks for the root and posts its request', async () => {
    expect((await bench.client().send('HEAD', '/')).status).toBe(200);
    const { prompt, negative_prompt, steps, width, height } = request;
    const body = {
      prompt,
      negative_prompt,
      steps,
      width,
      height,
      sampler: 'Euler',
      guidance_scale: 7,
      url: 'x',
      auth: '',
    };
    const answer = await tavern.post<Generated>('/sdapi/v1/txt2img', body);
    expect(answer.status).toBe(200);
    expect(isPng(answer.json.images[0])).toBe(true);
  });
});
