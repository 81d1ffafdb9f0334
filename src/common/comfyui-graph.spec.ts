import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { paramsFromComfyGraph } from './comfyui-graph.js';

const node = (class_type: string, inputs: object) => ({ class_type, inputs });
const read = (graph: object) => paramsFromComfyGraph(JSON.stringify(graph));

const USUAL = {
  '3': node('KSampler', {
    ...{ seed: 42, steps: 25, cfg: 6.5, sampler_name: 'euler', scheduler: 'karras', denoise: 1 },
    ...{ model: ['10', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
  }),
  '4': node('CheckpointLoaderSimple', { ckpt_name: 'sdxl/juggernaut.safetensors' }),
  '5': node('EmptyLatentImage', { width: 1024, height: 1024 }),
  '6': node('CLIPTextEncode', { text: 'a lighthouse', clip: ['10', 1] }),
  '7': node('CLIPTextEncode', { text: 'fog', clip: ['10', 1] }),
  '10': node('LoraLoader', { lora_name: 'sea\\waves.safetensors', strength_model: 0.7, model: ['4', 0] }),
};

describe(paramsFromComfyGraph.name, () => {
  it('reads the usual graph: sampler, prompts, checkpoint and LoRAs', () => {
    expect(read(USUAL)).toEqual({
      ...{ prompt: 'a lighthouse', negative_prompt: 'fog', width: 1024, height: 1024 },
      ...{ seed: 42, steps: 25, cfg_scale: 6.5 },
      ...{ sampler_name: 'euler', scheduler: 'karras', denoising_strength: 1 },
      checkpoint_name: 'sdxl/juggernaut.safetensors',
      loras: [{ name: 'waves', weight: 0.7 }],
    });
  });

  it('reads graphs whose sampler is in parts, and prompts that come from other nodes', () => {
    const graph = {
      '1': node('SamplerCustomAdvanced', {
        noise: ['2', 0],
        guider: ['3', 0],
        sampler: ['4', 0],
        sigmas: ['5', 0],
      }),
      '2': node('RandomNoise', { noise_seed: 7 }),
      '3': node('BasicGuider', { model: ['6', 0], conditioning: ['7', 0] }),
      '4': node('KSamplerSelect', { sampler_name: 'dpmpp_2m' }),
      '5': node('BasicScheduler', { scheduler: 'simple', steps: 20, denoise: 1, model: ['6', 0] }),
      '6': node('UNETLoader', { unet_name: 'flux1-dev.safetensors' }),
      '7': node('FluxGuidance', { guidance: 3.5, conditioning: ['8', 0] }),
      '8': node('CLIPTextEncode', { text: ['9', 0] }),
      '9': node('PrimitiveString', { value: 'a harbour' }),
    };
    expect(read(graph)).toMatchObject({
      ...{ prompt: 'a harbour', seed: 7, steps: 20, sampler_name: 'dpmpp_2m', scheduler: 'simple' },
      checkpoint_name: 'flux1-dev.safetensors',
    });
  });

  it('goes back along links to sizes, texts and LoRAs', () => {
    const graph = {
      ...USUAL,
      '3': node('KSampler', {
        ...{ ...USUAL['3'].inputs, seed: ['31', 0], cfg: ['32', 0] },
        ...{ model: ['11', 0], positive: ['20', 0], latent_image: ['15', 0] },
      }),
      '11': node('LoraLoader', { lora_name: 'oil_v1.5.sft', strength_model: ['32', 0], model: ['10', 0] }),
      '15': node('LatentRotate', { samples: ['16', 0], vae: ['17', 0] }),
      '16': node('EmptySD3LatentImage', { width: 832, height: ['18', 0], batch_size: 2 }),
      '17': node('OddLoader', { width: 1, height: 1 }),
      '18': node('INTConstant', { number: 1216 }),
      '20': node('ControlNetApply', { strength: 1, conditioning: ['6', 0] }),
      '6': node('CLIPTextEncode', { text: ['30', 0], clip: ['10', 1] }),
      '30': node('PrimitiveString', { value: 'a cat' }),
      '31': node('Seed', { seed: 2 ** 60 }),
      '32': node('PrimitiveFloat', { value: 1.5 }),
    };
    const found = read(graph);
    expect(found).toMatchObject({
      ...{ prompt: 'a cat', width: 832, height: 1216, batch_size: 2, cfg_scale: 1.5 },
      loras: [
        { name: 'waves', weight: 0.7 },
        { name: 'oil_v1.5', weight: 1.5 },
      ],
    });
    expect(found).not.toHaveProperty('seed');
  });

  it('prefers the sampler that is linked to others of that name', () => {
    const settings = node('KSampler Config (rgthree)', { steps_total: 30 });
    expect(read({ '1': settings, ...USUAL })).toMatchObject({ steps: 25 });
    expect(read({ '1': node('KSampler', { seed: 9, steps: 4 }) })).toEqual({ seed: 9, steps: 4 });
  });

  it('says nothing of what is no such graph', () => {
    for (const text of [
      '',
      '{}',
      '[]',
      'null',
      '{"1": 5}',
      '{"1": {"class_type": "LoadImage"}}',
      '{"nodes": []}',
    ])
      expect(paramsFromComfyGraph(text)).toBeNull();
  });

  it('ends on circles and long ways', () => {
    const circle = {
      ...USUAL,
      '6': node('A', { positive: ['8', 0] }),
      '8': node('B', { positive: ['6', 0] }),
      '10': node('C', { model: ['10', 0] }),
    };
    expect(read(circle)).not.toHaveProperty('prompt');
    const long = Object.fromEntries(
      Array.from({ length: 4_000 }, (_, n) => [
        `n${n}`,
        node('X', { model: [`n${n + 1}`, 0], positive: [`n${n + 1}`, 0] }),
      ]),
    );
    const wide = Object.fromEntries(Array.from({ length: 65_000 }, (_, n) => [n, ['n0', 0]]));
    const started = Date.now();
    read({ ...long, '3': node('KSampler', { model: ['n0', 0], positive: ['n0', 0] }) });
    read({ n0: node('X', wide), '3': node('KSampler', { model: ['n0', 0], positive: ['n0', 0] }) });
    expect(Date.now() - started).toBeLessThan(1_000);
  });

  it('takes whatever JSON there is', () => {
    fc.assert(fc.property(fc.json(), (json) => void paramsFromComfyGraph(json)));
    const inputs = fc.dictionary(
      fc.constantFrom('model', 'positive', 'seed', 'noise', 'text'),
      fc.oneof(fc.jsonValue(), fc.tuple(fc.constantFrom('1', '2'), fc.nat())),
    );
    fc.assert(
      fc.property(inputs, inputs, (a, b) => void read({ '1': node('KSampler', a), '2': node('Any', b) })),
    );
  });
});
