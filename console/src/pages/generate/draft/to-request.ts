// From the form to the request. Pure: what is folded away or belongs to another mode is not sent.
import { plainParams } from './comfyui-params';
import { formOf, isGiven, type Draft, type Params } from './draft';
import { chosenOf } from './run';
import { workflowParams } from './workflow-params';

/** As data URIs. */
export interface SentPictures {
  init: string | null;
  mask: string | null;
  /** Of a workflow's other pictures, by the name of their field. */
  more: Readonly<Record<string, string>>;
}

export interface GenerateRequest {
  generation_params: Params;
  app_type: string;
  target_server_alias?: string;
  priority?: number;
  not_before?: string;
  source_info: string;
}

export const SOURCE = 'console';
export const NO_PICTURES: SentPictures = { init: null, mask: null, more: {} };
const USUAL_PRIORITY = 5;

const ONLY_HIRES = /^hr_/;
export const IMAGE_PARAMS = ['resize_mode', 'image_cfg_scale', 'initial_noise_multiplier'] as const;
export const INPAINT_PARAMS = [
  'mask_blur',
  'mask_blur_x',
  'mask_blur_y',
  'mask_round',
  'inpainting_fill',
  'inpaint_full_res',
  'inpaint_full_res_padding',
  'inpainting_mask_invert',
] as const;
/** Come from the form's own pictures and scripts, never from what was filled in. */
const NOT_FROM_PARAMS = new Set(['init_images', 'mask', 'latent_mask', 'alwayson_scripts', 'infotext']);

export function toRequest(draft: Draft, pictures: SentPictures): GenerateRequest {
  const request: GenerateRequest = {
    generation_params: paramsOf(draft, pictures),
    app_type: draft.appType,
    source_info: SOURCE,
  };
  if (draft.server !== null) request.target_server_alias = draft.server;
  if (draft.priority !== USUAL_PRIORITY) request.priority = draft.priority;
  const notBefore = isoOf(draft.notBefore);
  if (notBefore !== null) request.not_before = notBefore;
  return request;
}

function paramsOf(draft: Draft, pictures: SentPictures): Params {
  const run = chosenOf(draft);
  if (run) return workflowParams(run, draft.params, pictures);
  switch (formOf(draft.appType)) {
    case 'comfyui':
      return { ...plainParams(draft), ...picturesOf(draft, pictures) };
    case 'webui':
      return { ...webuiParams(draft), ...picturesOf(draft, pictures) };
    case 'schema':
      return Object.fromEntries(givenOf(draft));
  }
}

const givenOf = ({ params }: Draft): [string, unknown][] =>
  Object.entries(params).filter(([, value]) => isGiven(value));

function webuiParams(draft: Draft): Params {
  const params = Object.fromEntries(givenOf(draft).filter(([name]) => belongs(name, draft)));
  const scripts = readScripts(draft.scripts);
  return scripts.value ? { ...params, alwayson_scripts: scripts.value } : params;
}

function picturesOf({ mode }: Draft, { init, mask }: SentPictures): Params {
  return {
    ...(mode !== 'text' && init !== null ? { init_images: [init] } : {}),
    ...(mode === 'inpaint' && mask !== null ? { mask } : {}),
  };
}

function belongs(name: string, { mode, params }: Draft): boolean {
  if (NOT_FROM_PARAMS.has(name)) return false;
  const hires = mode === 'text' && params['enable_hr'] === true;
  if (name === 'enable_hr' || ONLY_HIRES.test(name)) return hires;
  if (name === 'denoising_strength') return hires || mode !== 'text';
  if ((IMAGE_PARAMS as readonly string[]).includes(name)) return mode !== 'text';
  if ((INPAINT_PARAMS as readonly string[]).includes(name)) return mode === 'inpaint';
  return true;
}

function isoOf(local: string): string | null {
  const time = local === '' ? Number.NaN : Date.parse(local);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

export interface ScriptsReading {
  value: Params | null;
  /** Why it cannot be used; the parser's words. */
  problem: string | null;
}

/** `alwayson_scripts` as typed; an empty field is none. */
export function readScripts(typed: string): ScriptsReading {
  if (typed.trim() === '') return { value: null, problem: null };
  try {
    const value = JSON.parse(typed) as unknown;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { value: value as Params, problem: null } : { value: null, problem: 'not an object' };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : String(error) };
  }
}
