import type { NodeContext } from '../execution/node-context.js';
import { growMask } from '../pictures/masks.js';
import { kernelOf, plainPicture, scaleMask, scalePicture } from '../pictures/picture-work.js';
import { latentOf } from './latent-of.js';
import { choice, defineNode, float, int, link } from './node-class.js';
import type { NodeClass } from './node-class.js';
import type { NodeInputs } from './node-inputs.js';
import type { Images, Latent, Mask, Vae } from './values.js';

/** Nodes that make, turn and scale latents. */
export const latentNodes: readonly NodeClass[] = [
  defineNode({
    name: 'EmptyLatentImage',
    title: 'Empty Latent Image',
    module: 'nodes',
    category: 'model/latent',
    required: {
      width: int({
        default: 512,
        min: 16,
        max: 16384,
        step: 8,
        tooltip: 'The width of the latent images in pixels.',
      }),
      height: int({
        default: 512,
        min: 16,
        max: 16384,
        step: 8,
        tooltip: 'The height of the latent images in pixels.',
      }),
      batch_size: int({
        default: 1,
        min: 1,
        max: 4096,
        tooltip: 'The number of latent images in the batch.',
      }),
    },
    outputs: ['LATENT'],
    run: (inputs) => [emptyLatent(inputs, 4)],
  }),
  defineNode({
    name: 'EmptySD3LatentImage',
    module: 'comfy_extras.nodes_sd3',
    category: 'model/latent/stable diffusion',
    required: {
      width: int({ default: 1024, min: 16, max: 16384, step: 16 }),
      height: int({ default: 1024, min: 16, max: 16384, step: 16 }),
      batch_size: int({ default: 1, min: 1, max: 4096 }),
    },
    outputs: ['LATENT'],
    run: (inputs) => [emptyLatent(inputs, 16)],
  }),
  defineNode({
    name: 'VAEDecode',
    title: 'VAE Decode',
    module: 'nodes',
    category: 'model/latent',
    required: {
      samples: link('LATENT', { tooltip: 'The latent to be decoded.' }),
      vae: link('VAE', { tooltip: 'The VAE model used for decoding the latent.' }),
    },
    outputs: ['IMAGE'],
    run: async (inputs, context) => {
      const { frames, width, height } = inputs.take<Latent>('samples');
      useVae(inputs, context);
      await context.work(context.settings.decodeMs);
      return [frames.map((frame) => frame ?? plainPicture(width, height, 0x7f7f7f))];
    },
  }),
  defineNode({
    name: 'VAEEncode',
    title: 'VAE Encode',
    module: 'nodes',
    category: 'model/latent',
    required: {
      pixels: link('IMAGE'),
      vae: link('VAE'),
    },
    outputs: ['LATENT'],
    run: async (inputs, context) => {
      useVae(inputs, context);
      await context.work(context.settings.decodeMs);
      return [latentOf(inputs.take<Images>('pixels'))];
    },
  }),
  defineNode({
    name: 'VAEEncodeForInpaint',
    title: 'VAE Encode (for Inpainting)',
    module: 'nodes',
    category: 'model/latent',
    required: {
      pixels: link('IMAGE'),
      vae: link('VAE'),
      mask: link('MASK'),
      grow_mask_by: int({ default: 6, min: 0, max: 64, step: 1 }),
    },
    outputs: ['LATENT'],
    run: async (inputs, context) => {
      useVae(inputs, context);
      await context.work(context.settings.decodeMs);
      const latent = latentOf(inputs.take<Images>('pixels'));
      const mask = await scaleMask(inputs.take<Mask>('mask'), latent.width, latent.height);
      return [{ ...latent, mask: growMask(mask, inputs.number('grow_mask_by')) } satisfies Latent];
    },
  }),
  defineNode({
    name: 'SetLatentNoiseMask',
    title: 'Set Latent Noise Mask',
    module: 'nodes',
    category: 'model/latent',
    required: {
      samples: link('LATENT'),
      mask: link('MASK'),
    },
    outputs: ['LATENT'],
    run: (inputs) => [
      { ...inputs.take<Latent>('samples'), mask: inputs.take<Mask>('mask') } satisfies Latent,
    ],
  }),
  defineNode({
    name: 'LatentUpscale',
    title: 'Upscale Latent',
    module: 'nodes',
    category: 'model/latent',
    required: {
      samples: link('LATENT'),
      upscale_method: choice(['nearest-exact', 'bilinear', 'area', 'bicubic', 'bislerp']),
      width: int({ default: 512, min: 0, max: 16384, step: 8 }),
      height: int({ default: 512, min: 0, max: 16384, step: 8 }),
      crop: choice(['disabled', 'center']),
    },
    outputs: ['LATENT'],
    run: async (inputs) => {
      const latent = inputs.take<Latent>('samples');
      const size = keptRatio(latent, inputs.number('width'), inputs.number('height'));
      return [
        await scaleLatent(latent, size, inputs.text('upscale_method'), inputs.text('crop') === 'center'),
      ];
    },
  }),
  defineNode({
    name: 'LatentUpscaleBy',
    title: 'Upscale Latent By',
    module: 'nodes',
    category: 'model/latent',
    required: {
      samples: link('LATENT'),
      upscale_method: choice(['nearest-exact', 'bilinear', 'area', 'bicubic', 'bislerp']),
      scale_by: float({ default: 1.5, min: 0.01, max: 8, step: 0.01 }),
    },
    outputs: ['LATENT'],
    run: async (inputs) => {
      const latent = inputs.take<Latent>('samples');
      const by = (length: number): number => Math.round((length / 8) * inputs.number('scale_by')) * 8;
      const size = { width: by(latent.width), height: by(latent.height) };
      return [await scaleLatent(latent, size, inputs.text('upscale_method'), false)];
    },
  }),
  defineNode({
    name: 'RepeatLatentBatch',
    title: 'Repeat Latent Batch',
    module: 'nodes',
    category: 'model/latent/batch',
    required: {
      samples: link('LATENT'),
      amount: int({ default: 1, min: 1, max: 64 }),
    },
    outputs: ['LATENT'],
    run: (inputs) => {
      const latent = inputs.take<Latent>('samples');
      const rounds = Array.from({ length: inputs.number('amount') }, (_, round) => round);
      const offset = Math.max(...latent.batchIndex) - Math.min(...latent.batchIndex) + 1;
      return [
        {
          ...latent,
          frames: rounds.flatMap(() => latent.frames),
          batchIndex: rounds.flatMap((round) => latent.batchIndex.map((index) => index + round * offset)),
        } satisfies Latent,
      ];
    },
  }),
  defineNode({
    name: 'LatentFromBatch',
    title: 'Latent From Batch',
    module: 'nodes',
    category: 'latent/batch',
    required: {
      samples: link('LATENT'),
      batch_index: int({ default: 0, min: 0, max: 63 }),
      length: int({ default: 1, min: 1, max: 64 }),
    },
    outputs: ['LATENT'],
    run: (inputs) => {
      const latent = inputs.take<Latent>('samples');
      const first = Math.min(latent.frames.length - 1, inputs.number('batch_index'));
      const last = first + inputs.number('length');
      return [
        {
          ...latent,
          frames: latent.frames.slice(first, last),
          batchIndex: latent.batchIndex.slice(first, last),
        } satisfies Latent,
      ];
    },
  }),
];

function emptyLatent(inputs: NodeInputs, channels: 4 | 16): Latent {
  const batch = inputs.number('batch_size');
  return {
    width: Math.floor(inputs.number('width') / 8) * 8,
    height: Math.floor(inputs.number('height') / 8) * 8,
    channels,
    frames: Array.from({ length: batch }, () => null),
    batchIndex: Array.from({ length: batch }, (_, index) => index),
    mask: null,
  };
}

function useVae(inputs: NodeInputs, { memory }: NodeContext): void {
  const { file } = inputs.take<Vae>('vae');
  if (file) memory.use(file);
}

/** A side of 0 follows from the other; both 0: unchanged. */
function keptRatio(latent: Latent, width: number, height: number): { width: number; height: number } {
  if (width === 0 && height === 0) return latent;
  const even = (length: number): number => Math.max(64, Math.round(length / 8) * 8);
  if (width === 0) return { width: even((latent.width * height) / latent.height), height: even(height) };
  if (height === 0) return { width: even(width), height: even((latent.height * width) / latent.width) };
  return { width: even(width), height: even(height) };
}

async function scaleLatent(
  latent: Latent,
  { width, height }: { width: number; height: number },
  method: string,
  crop: boolean,
): Promise<Latent> {
  const scale = (frame: Latent['frames'][number]) =>
    frame ? scalePicture(frame, width, height, kernelOf(method), crop) : Promise.resolve(null);
  return { ...latent, width, height, frames: await Promise.all(latent.frames.map(scale)) };
}
