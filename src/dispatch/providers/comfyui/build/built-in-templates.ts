// The graphs for plain parameters, as ComfyUI's own examples build them. One for each family and kind of job, so that a
// person can put another in the place of just one.
import type { JsonObject } from '../../../../common/json.js';
import type { WorkflowTemplate } from '../../../workflow-templates.js';
import { FAMILIES, type ModelFamily } from './families.js';

export const KINDS = ['txt2img', 'img2img', 'inpaint'] as const;
export type Kind = (typeof KINDS)[number];
export const UPSCALE = 'upscale';

export const templateName = (family: ModelFamily, kind: Kind): string => `${family}_${kind}`;

const FAMILY_TITLES: Record<ModelFamily, string> = {
  sd15: 'Stable Diffusion 1.5',
  sdxl: 'SDXL',
  flux: 'Flux',
  flux_checkpoint: 'Flux in one file',
};
const KIND_TITLES: Record<Kind, string> = {
  txt2img: 'text to image',
  img2img: 'image to image',
  inpaint: 'inpainting',
};

type Nodes = Record<string, { class_type: string; inputs: JsonObject }>;
const node = (class_type: string, inputs: JsonObject) => ({ class_type, inputs });

export function builtInTemplates(): WorkflowTemplate[] {
  const generating = FAMILIES.flatMap((family) => KINDS.map((kind) => generationTemplate(family, kind)));
  return [...generating, upscaleTemplate()];
}

function generationTemplate(family: ModelFamily, kind: Kind): WorkflowTemplate {
  const isFlux = family.startsWith('flux');
  const hasParts = family === 'flux';
  const workflow: Nodes = {
    ...(hasParts ? fluxLoaders() : { '4': node('CheckpointLoaderSimple', { ckpt_name: '' }) }),
    ...prompts(hasParts ? ['11', 0] : ['4', 1], isFlux),
    ...latents(kind, isFlux, hasParts ? ['10', 0] : ['4', 2]),
    '3': node('KSampler', {
      ...{ seed: 0, steps: 20, cfg: isFlux ? 1 : 7, sampler_name: 'euler' },
      ...{ scheduler: isFlux ? 'simple' : 'normal', denoise: 1, model: hasParts ? ['12', 0] : ['4', 0] },
      ...{ positive: isFlux ? ['26', 0] : ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
    }),
    '8': node('VAEDecode', { samples: ['3', 0], vae: hasParts ? ['10', 0] : ['4', 2] }),
    '9': node('SaveImage', { filename_prefix: 'image', images: ['8', 0] }),
  };
  const title = `${FAMILY_TITLES[family]}, ${KIND_TITLES[kind]}`;
  return { name: templateName(family, kind), title, workflow, map: mapOf(kind, isFlux, hasParts) };
}

function fluxLoaders(): Nodes {
  return {
    '12': node('UNETLoader', { unet_name: '', weight_dtype: 'default' }),
    '11': node('DualCLIPLoader', { clip_name1: '', clip_name2: '', type: 'flux' }),
    '10': node('VAELoader', { vae_name: '' }),
  };
}

function prompts(clip: [string, number], isFlux: boolean): Nodes {
  const guidance: Nodes = isFlux
    ? { '26': node('FluxGuidance', { conditioning: ['6', 0], guidance: 3.5 }) }
    : {};
  return {
    '6': node('CLIPTextEncode', { text: '', clip }),
    '7': node('CLIPTextEncode', { text: '', clip }),
    ...guidance,
  };
}

/** Node 5 is always what the sampler starts from. */
function latents(kind: Kind, isFlux: boolean, vae: [string, number]): Nodes {
  const empty = isFlux ? 'EmptySD3LatentImage' : 'EmptyLatentImage';
  if (kind === 'txt2img') return { '5': node(empty, { width: 512, height: 512, batch_size: 1 }) };
  const scale = { upscale_method: 'lanczos', width: 512, height: 512, crop: 'disabled' };
  const start: Nodes = {
    '30': node('LoadImage', { image: '' }),
    '31': node('ImageScale', { image: ['30', 0], ...scale }),
    '32': node('VAEEncode', { pixels: ['31', 0], vae }),
  };
  if (kind === 'img2img')
    return { ...start, '5': node('RepeatLatentBatch', { samples: ['32', 0], amount: 1 }) };
  return {
    ...start,
    '33': node('LoadImageMask', { image: '', channel: 'red' }),
    '34': node('SetLatentNoiseMask', { samples: ['32', 0], mask: ['33', 0] }),
    '5': node('RepeatLatentBatch', { samples: ['34', 0], amount: 1 }),
  };
}

function mapOf(kind: Kind, isFlux: boolean, hasParts: boolean): Record<string, string[]> {
  const size = kind === 'txt2img' ? '5' : '31';
  return {
    ...{ prompt: ['6.text'], negative_prompt: ['7.text'], seed: ['3.seed'], steps: ['3.steps'] },
    ...{ cfg_scale: ['3.cfg'], sampler_name: ['3.sampler_name'], scheduler: ['3.scheduler'] },
    ...{ width: [`${size}.width`], height: [`${size}.height`] },
    batch_size: [kind === 'txt2img' ? '5.batch_size' : '5.amount'],
    ...(isFlux ? { distilled_cfg_scale: ['26.guidance'] } : {}),
    ...(hasParts
      ? {
          ...{ checkpoint_name: ['12.unet_name'], text_encoder_1: ['11.clip_name1'] },
          ...{ text_encoder_2: ['11.clip_name2'], vae: ['10.vae_name'] },
        }
      : { checkpoint_name: ['4.ckpt_name'] }),
    ...(kind === 'txt2img'
      ? {}
      : { init_images: ['30.image'], denoising_strength: ['3.denoise'], crop: ['31.crop'] }),
    ...(kind === 'inpaint' ? { mask: ['33.image'] } : {}),
  };
}

function upscaleTemplate(): WorkflowTemplate {
  const workflow: Nodes = {
    '1': node('LoadImage', { image: '' }),
    '2': node('UpscaleModelLoader', { model_name: '' }),
    '3': node('ImageUpscaleWithModel', { upscale_model: ['2', 0], image: ['1', 0] }),
    '4': node('SaveImage', { filename_prefix: 'upscaled', images: ['3', 0] }),
  };
  const map = { init_images: ['1.image'], upscaler: ['2.model_name'] };
  return { name: UPSCALE, title: 'Upscaling', workflow, map };
}
