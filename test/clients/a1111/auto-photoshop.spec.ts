// The Auto-Photoshop plugin: reads a server from top to bottom, then polls progress all through one held request.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ForgeSimulator } from '../../../simulators/forge/index.js';
import { eventually } from '../../support/eventually.js';
import { basic, DoorBench, isPng, type DoorClient, type Generated, type Json } from './door-bench.js';

interface Progress {
  progress: number;
  eta_relative: number;
  state: { job: string; job_count: number; sampling_step: number; sampling_steps: number };
  current_image: string | null;
}

let bench: DoorBench;
let forge: ForgeSimulator;
let plugin: DoorClient;
let other: DoorClient;
beforeAll(async () => {
  bench = await DoorBench.open({ STALL_TIMEOUT_MS: '120000' });
  forge = await bench.serve('forge');
  plugin = bench.client(basic(await bench.key('the plugin')), '/a1111');
  other = bench.client(basic(await bench.key('another')), '/a1111');
});
afterAll(() => bench.close());

const long = { prompt: 'a layer', steps: 60, width: 64, height: 64, cfg_scale: 7, sampler_name: 'Euler a' };

describe('the Auto-Photoshop plugin', () => {
  it('reads a server from top to bottom', async () => {
    const get = async (path: string): Promise<Json> => {
      const answer = await plugin.get<Json>(path);
      expect([path, answer.status]).toEqual([path, 200]);
      return answer.json;
    };
    expect(await get('/config')).toMatchObject({ version: expect.any(String), components: [] });
    expect(await get('/sdapi/v1/options')).toHaveProperty('sd_model_checkpoint');
    for (const list of ['sd-models', 'samplers', 'upscalers', 'loras'])
      expect(await get(`/sdapi/v1/${list}`)).not.toEqual([]);
    expect(await get('/sdapi/v1/embeddings')).toHaveProperty('loaded');
    expect(await get('/sdapi/v1/scripts')).toHaveProperty('txt2img');
    expect(await get('/controlnet/model_list')).toEqual({ model_list: ['None'] });
    const modules = await get('/controlnet/module_list?alias_names=true');
    expect((modules['module_list'] as string[]).length).toBeGreaterThan(0);
    expect(await get('/controlnet/version')).toEqual({ version: expect.any(Number) });
    expect(await get('/controlnet/settings')).toEqual({ control_net_unit_count: expect.any(Number) });
    expect((await plugin.get('/user')).text).toBe('"the plugin"');
    expect(
      (await plugin.post('/sdapi/v1/options', { sd_model_checkpoint: 'modelB.safetensors' })).status,
    ).toBe(200);
  });

  it('sees the progress of its own request, and nobody else does', async () => {
    forge.knobs.hangAtStep = { value: 40, times: 1 };
    const held = plugin.post<Generated>('/sdapi/v1/txt2img', { ...long, force_task_id: 'task(abc)' });
    const seen = await eventually(async () => {
      const { json } = await plugin.get<Progress>('/sdapi/v1/progress?skip_current_image=false');
      if (json.current_image !== null && json.state.sampling_step >= 30) return json;
      throw new Error(JSON.stringify({ ...json, current_image: json.current_image?.length }));
    });
    expect(seen.progress).toBeGreaterThan(0.3);
    expect(seen.progress).toBeLessThan(1);
    expect(seen.state).toMatchObject({ job: 'scripts_txt2img', job_count: 1, sampling_steps: 60 });
    expect(isPng(seen.current_image ?? '')).toBe(true);
    const without = await plugin.get<Progress>('/sdapi/v1/progress?skip_current_image=true');
    expect(without.json.current_image).toBeNull();

    const task = { id_task: 'task(abc)', id_live_preview: -1, live_preview: true };
    const mine = (await plugin.post<Json>('/internal/progress', task)).json;
    expect(mine).toMatchObject({
      active: true,
      queued: false,
      completed: false,
      id_live_preview: expect.any(Number),
    });
    expect(mine['live_preview']).toMatch(/^data:image\/png;base64,/);
    // The one that it has is not sent again; a newer one may still have come before the steps stood still.
    let has = mine['id_live_preview'];
    await eventually(async () => {
      const { json } = await plugin.post<Json>('/internal/progress', { ...task, id_live_preview: has });
      has = json['id_live_preview'];
      return json['live_preview'] === null;
    });

    expect((await other.get<Progress>('/sdapi/v1/progress')).json.state.job_count).toBe(0);
    expect((await other.post<Json>('/internal/progress', task)).json).toMatchObject({
      active: false,
      textinfo: 'Waiting...',
    });
    await other.post('/sdapi/v1/interrupt');
    forge.knobs.hangAtStep = null;
    expect((await held).json.images.map(isPng)).toEqual([true]);
    expect((await plugin.post<Json>('/internal/progress', task)).json).toMatchObject({
      active: false,
      completed: true,
    });
  });

  it('interrupts its request, which then ends without an error', async () => {
    const held = plugin.post<Generated>('/sdapi/v1/txt2img', { ...long, steps: 900 });
    await eventually(async () => {
      const { json } = await plugin.get<Progress>('/sdapi/v1/progress');
      return json.state.sampling_step > 2;
    });
    expect((await plugin.post('/sdapi/v1/interrupt')).json).toEqual({});
    const answer = await held;
    expect(answer.status).toBe(200);
    expect(answer.json.images).toEqual([]);
    expect(JSON.parse(answer.json.info)).toMatchObject({ infotexts: [''], all_seeds: [expect.any(Number)] });
    await eventually(() => forge.generations.at(-1)?.outcome === 'interrupted');
  });

  it('paints over a layer, reads it, enlarges it and has a map made of it', async () => {
    const layer = await plugin.post<Generated>('/sdapi/v1/txt2img', { ...long, steps: 3 });
    const [image = ''] = layer.json.images;
    const body = { ...long, steps: 3, init_images: [image], denoising_strength: 0.5, inpainting_fill: 1 };
    const painted = await plugin.post<Generated>('/sdapi/v1/img2img', body);
    expect([painted.status, painted.json.images.map(isPng)]).toEqual([200, [true]]);
    expect(JSON.parse(painted.json.info)).toMatchObject({
      seed: expect.any(Number),
      denoising_strength: 0.5,
    });

    const read = await plugin.post<{ info: string; items: Json }>('/sdapi/v1/png-info', { image });
    expect(read.json.info).toContain('a layer');
    const upscaling = { resize_mode: 0, upscaling_resize: 2, upscaler_1: 'Lanczos', image };
    const enlarged = await plugin.post<{ image: string }>('/sdapi/v1/extra-single-image', upscaling);
    expect([enlarged.status, isPng(enlarged.json.image)]).toEqual([200, true]);
    const maps = await plugin.post<{ images: string[] }>('/controlnet/detect', {
      controlnet_module: 'none',
      controlnet_input_images: [image],
      controlnet_processor_res: 64,
    });
    expect([maps.status, maps.json.images]).toEqual([200, [image]]);
  });

  it('waits in line like everybody', async () => {
    await bench.running.api.pause();
    const held = plugin.post<Generated>('/sdapi/v1/txt2img', {
      ...long,
      steps: 2,
      force_task_id: 'task(line)',
    });
    const queued = await eventually(async () => {
      const { json } = await plugin.post<Json>('/internal/progress', { id_task: 'task(line)' });
      return json['queued'] === true && json;
    });
    expect(queued['textinfo']).toBe('In queue: 1/1');
    expect((await plugin.get<Json>('/internal/pending-tasks')).json).toEqual({
      size: 1,
      tasks: ['task(line)'],
    });
    expect((await other.get<Json>('/internal/pending-tasks')).json).toEqual({ size: 0, tasks: [] });
    await bench.running.api.resume();
    expect((await held).status).toBe(200);
  });
});
