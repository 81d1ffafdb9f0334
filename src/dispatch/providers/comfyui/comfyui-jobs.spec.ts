// Plain parameters and workflows, as the server really ran them.
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { ComfyuiSimulator, Generation } from '../../../../simulators/comfyui/index.js';
import { SMALL, comfyuiSubject, comfyuiTarget } from '../../../../test/support/comfyui-subject.js';
import { eventually } from '../../../../test/support/eventually.js';
import { Bench, kindOf, failure, type RunResult } from '../../../../test/support/dispatcher-contract.js';
import type { JsonObject } from '../../../common/json.js';

const subject = comfyuiSubject();
let server: ComfyuiSimulator;
let bench: Bench;
let image: string;
let mask: string;
beforeAll(async () => {
  Logger.overrideLogger(false);
  const models = { checkpoints: ['dummySD15.safetensors', 'dummyXL.safetensors', 'sub/what.safetensors'] };
  server = await subject.start({ models });
  bench = new Bench(subject, comfyuiTarget(server));
  const create = { width: 64, height: 48, channels: 3 as const, background: { r: 9, g: 120, b: 200 } };
  image = (await sharp({ create }).png().toBuffer()).toString('base64');
  mask = (await sharp({ create }).threshold().png().toBuffer()).toString('base64');
});
afterAll(() => subject.close());

async function ran(params: JsonObject): Promise<{ result: RunResult; made: Generation; size: string }> {
  const result = await bench.run({ ...subject.params({}), ...params });
  if (result.error) throw result.error as Error;
  const { width, height } = await sharp(result.outputs!.images[0]!.bytes).metadata();
  return { result, made: server.generations.at(-1)!, size: `${width}x${height}` };
}

const warningsOf = async (params: JsonObject): Promise<string[]> =>
  (await bench.prepare({ ...subject.params({}), ...params })).warnings;

describe('plain parameters', () => {
  it('become a graph with the names of the server and the words of ComfyUI', async () => {
    const { made } = await ran({
      ...{ prompt: 'a cat <lora:style-a:0.5>, dusk', negative_prompt: 'fog', cfg_scale: 5 },
      ...{
        sampler_name: 'DPM++ 2M Karras',
        loras: [{ name: 'style-b', weight: 2 }],
        checkpoint_name: 'what',
      },
    });
    expect(made.samplings).toEqual([
      expect.objectContaining({
        ...{ seed: '7', model: 'sub/what.safetensors', positive: 'a cat, dusk', negative: 'fog' },
        ...{ steps: 6, cfg: 5, sampler: 'dpmpp_2m', scheduler: 'karras', denoise: 1, width: 64, height: 64 },
      }),
    ]);
    expect(made.samplings[0]!.loras.map((lora) => lora.split(/[:@]/)[0])).toEqual([
      'style-a.safetensors',
      'sub/style-b.safetensors',
    ]);
  });

  it('make batches one after the other, with seeds that follow one another', async () => {
    const { result, made } = await ran({ batch_size: 2, n_iter: 2 });
    expect(result.events.at(-2)).toEqual({ type: 'made' });
    expect(result.outputs?.images.map(({ seed }) => seed)).toEqual([7, null, 9, null]);
    expect(made.samplings.map(({ seed, batch }) => [seed, batch])).toEqual([
      ['7', 2],
      ['9', 2],
    ]);
  });

  it('leave the GPU on request, and the next one has all it needs', async () => {
    const freeBytes = async (): Promise<number> =>
      (await subject.dispatcher.probe(bench.target, AbortSignal.timeout(5_000))).memory?.gpuFreeBytes ?? 0;
    await ran({ seed: 1 });
    const loaded = await freeBytes();
    await subject.dispatcher.free(bench.target, AbortSignal.timeout(5_000));
    const unloaded = await eventually(async () => {
      const bytes = await freeBytes();
      return bytes > loaded && bytes;
    });
    await ran({ seed: 1 });
    expect(await freeBytes()).toBeLessThan(unloaded);
  });

  it('start from an image, uploaded under the name of the attempt', async () => {
    const { made, size } = await ran({ init_images: [image], denoising_strength: 0.4, resize_mode: 1 });
    expect(made.samplings[0]).toMatchObject({ denoise: 0.4, width: 64, height: 64 });
    expect(size).toBe('64x64');
    expect(JSON.stringify(made.payload)).toMatch(/stablequeue\/0f9c1a52-6f3e-4f0e-9a43-\d{12}-1-1\.png/);
  });

  it('paint what a mask shows, or what it does not', async () => {
    const { made } = await ran({
      init_images: [`data:image/png;base64,${image}`],
      mask,
      inpainting_mask_invert: 1,
    });
    expect(made.executed).toEqual(expect.arrayContaining(['33', '34', 'inverted_mask']));
  });

  it.each([
    ['in latent space', { hr_upscaler: 'Latent (nearest-exact)' }, 'hires_latent'],
    ['by a model', { hr_upscaler: 'dummy-x2' }, 'hires_upscale'],
    ['as a picture', { hr_upscaler: 'Lanczos' }, 'hires_scale'],
  ])('sample twice for hires fix, enlarged %s', async (_how, how, node) => {
    const hires = { enable_hr: true, hr_scale: 1.5, denoising_strength: 0.5, hr_second_pass_steps: 3 };
    const { result, made, size } = await ran({ ...hires, ...how, hr_prompt: 'closer' });
    expect(size).toBe('96x96');
    expect(
      made.samplings.map(({ steps, denoise, positive }) => [steps, denoise, positive === 'closer']),
    ).toEqual([
      [6, 1, false],
      [3, 0.5, true],
    ]);
    expect(made.executed).toContain(node);
    expect(result.events.some((event) => event.type === 'progress' && event.phase === 'hires')).toBe(true);
  });

  it('may choose a VAE, skip layers of CLIP and enlarge what was made', async () => {
    const { made, size } = await ran({ vae: 'dummy-vae', clip_skip: 2, upscaler: 'dummy-x4', upscale_by: 2 });
    expect(size).toBe('128x128');
    expect(made.executed).toEqual(
      expect.arrayContaining(['vae', 'clip_skip', 'final_upscale', 'final_scale']),
    );
  });

  it.each([
    [{ upscaler: 'dummy-x2' }, '128x96'],
    [{ upscaler: 'dummy-x2', upscale_by: 3 }, '192x144'],
    [{ upscaler: 'Lanczos', upscale_by: 2 }, '128x96'],
  ])('may do nothing but enlarge: %j', async (upscale, expected) => {
    const { made, size } = await ran({ prompt: '', init_images: [image], ...upscale });
    expect(size).toBe(expected);
    expect(made.samplings).toEqual([]);
  });

  it('find the parts of Flux, and say what it does not take', async () => {
    const flux = { checkpoint_name: 'dummy-flux', negative_prompt: 'fog', clip_skip: 2, width: 72 };
    const { made, result } = await ran({ ...flux, loras: ['style-a'] });
    expect(result.outputs?.images).toHaveLength(1);
    expect(made.samplings[0]).toMatchObject({ cfg: 1, scheduler: 'simple', width: 64 });
    const warnings = await warningsOf(flux);
    expect(warnings.join(' ')).toMatch(/multiple of 16.*negative prompt.*no layers of CLIP/);
  });

  it('get the usual size of the family, which is said where it is a guess', async () => {
    const sizeless = { width: null, height: null };
    const size = (request: { body: JsonObject }): unknown => {
      const { prompt } = request.body as { prompt: Record<string, { inputs: JsonObject }> };
      return prompt['5']!.inputs['width'];
    };
    const without = async (more: JsonObject) =>
      bench.prepare({ ...subject.params({}), ...sizeless, ...more });
    expect(size(await without({ checkpoint_name: 'dummyXL' }))).toBe(1024);
    expect(size(await without({}))).toBe(512);
    const guessed = await without({ checkpoint_name: 'what' });
    expect(guessed.warnings).toEqual([expect.stringContaining('does not tell its family')]);
    expect((await without({ checkpoint_name: 'what', model_family: 'sdxl' })).warnings).toEqual([]);
    expect(await warningsOf({ checkpoint_name: null })).toEqual([
      expect.stringContaining('names no checkpoint'),
    ]);
  });

  it.each([
    [{ checkpoint_name: 'nothing' }, 'permanent model_not_found'],
    [{ sampler_name: 'Restart' }, 'permanent sampler_not_found'],
    [{ prompt: '<lora:none:1>' }, 'permanent lora_not_found'],
    [{ upscaler: 'none-x9' }, 'permanent upscaler_not_found'],
  ])('are refused before anything runs when the server lacks something: %j', async (params, expected) => {
    const error: unknown = await bench
      .prepare({ ...subject.params({}), ...params })
      .catch((thrown: unknown) => thrown);
    expect(kindOf({ events: [], outputs: null, error })).toBe(expected);
    expect(failure({ events: [], outputs: null, error }).elsewhere).toBe(true);
  });

  it('get the names of a server on Windows', async () => {
    const windows = new Bench(subject, comfyuiTarget(await subject.start({ windows: true })));
    const result = await windows.run({ ...subject.params({}), checkpoint_name: 'sub/other1' });
    expect(result.outputs?.images).toHaveLength(1);
  });

  it('use the template that a user has put in the place of a built-in one', async () => {
    const known = subject.templates.find('comfyui', 'sd15_txt2img')!;
    const workflow = structuredClone(known.workflow) as Record<string, { inputs: JsonObject }>;
    workflow['3']!.inputs['denoise'] = 0.9;
    subject.templates.put('comfyui', { ...known, workflow, updatedAt: new Date().toISOString() });
    expect((await ran({})).made.samplings[0]).toMatchObject({ denoise: 0.9 });
    expect(subject.templates.remove('comfyui', 'sd15_txt2img')).toBe(true);
    expect((await ran({})).made.samplings[0]).toMatchObject({ denoise: 1 });
  });
});

describe('a workflow', () => {
  const noPlain = Object.fromEntries(Object.keys(SMALL).map((key) => [key, null]));
  const workflow = (): JsonObject => {
    const { workflow: nodes } = subject.templates.find('comfyui', 'sd15_img2img')!;
    const copy = structuredClone(nodes) as Record<string, { inputs: JsonObject }>;
    Object.assign(copy['4']!.inputs, { ckpt_name: 'dummySD15.safetensors' });
    Object.assign(copy['31']!.inputs, { width: 64, height: 64 });
    return copy;
  };

  it('takes values where its map says, files by any name, and its seed as a text of 64 bits', async () => {
    const nodes = workflow() as Record<string, { inputs: JsonObject }>;
    nodes['4']!.inputs['ckpt_name'] = 'dummyXL';
    const text = JSON.stringify({ prompt: nodes }).replace('"seed":0', '"seed":18446744073709551615');
    const { made } = await ran({
      ...noPlain,
      ...{ workflow: text, prompt: 'a dog', init_images: [image], values: { strength: 0.3 } },
      workflow_map: { prompt: '6.inputs.text', image: '30.image', strength: ['3.denoise'] },
    });
    expect(made.samplings[0]).toMatchObject({
      ...{ seed: '18446744073709551615', model: 'dummyXL.safetensors', positive: 'a dog', denoise: 0.3 },
    });
  });

  it('may be one of the templates by its name', async () => {
    const { made } = await ran({
      template: 'sd15_txt2img',
      checkpoint_name: 'dummySD15.safetensors',
      cfg_scale: 3,
    });
    expect(made.samplings[0]).toMatchObject({ seed: '7', cfg: 3, steps: 6 });
  });
});
