import type { Graph } from './simulator-client.js';

/** Small graphs over the models that a simulator has by default. */
interface Wishes {
  seed?: number | string;
  steps?: number;
  width?: number;
  height?: number;
  batch?: number;
  text?: string;
  prefix?: string;
  checkpoint?: string;
}

export function textToImage(wishes: Wishes = {}): Graph {
  const { seed = 1, steps = 4, width = 64, height = 64, batch = 1, text = 'a cat' } = wishes;
  const { prefix = 'sq/cat', checkpoint = 'dummySD15.safetensors' } = wishes;
  return {
    '4': node('CheckpointLoaderSimple', { ckpt_name: checkpoint }),
    '5': node('EmptyLatentImage', { width, height, batch_size: batch }),
    '6': node('CLIPTextEncode', { text, clip: ['4', 1] }),
    '7': node('CLIPTextEncode', { text: 'bad', clip: ['4', 1] }),
    '3': node('KSampler', {
      ...{ seed, steps, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
      ...{ model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
    }),
    '8': node('VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
    '9': node('SaveImage', { filename_prefix: prefix, images: ['8', 0] }),
  };
}

/** Takes its steps and makes next to nothing. */
export function slow(steps: number, color = 0): Graph {
  return {
    '1': node('EmptyImage', { width: 16, height: 16, batch_size: 1, color }),
    '2': node('LabSlow', { image: ['1', 0], steps }),
    '3': node('PreviewImage', { images: ['2', 0] }),
  };
}

/** Ends with a node that gets a plain picture. */
export function picture(last: string, inputs: Record<string, unknown>, batch = 1): Graph {
  return {
    '1': node('EmptyImage', { width: 16, height: 16, batch_size: batch, color: 255 }),
    '2': node(last, inputs),
  };
}

export function node(class_type: string, inputs: Record<string, unknown>): Graph[string] {
  return { class_type, inputs };
}
