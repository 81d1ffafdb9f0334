// From the form to the request. Pure: what is folded away or belongs to another mode is not sent.
import { hasOwnForm, isGiven, type Draft, type Params } from './draft';

/** As data URIs. */
export interface SentPictures {
  init: string | null;
  mask: string | null;
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
export const NO_PICTURES: SentPictures = { init: null, mask: null };
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
  const given = Object.entries(draft.params).filter(([, value]) => isGiven(value));
  if (!hasOwnForm(draft.appType)) return Object.fromEntries(given);
  const params = Object.fromEntries(given.filter(([name]) => belongs(name, draft)));
  const scripts = readScripts(draft.scripts);
  if (scripts.value) params['alwayson_scripts'] = scripts.value;
  if (draft.mode !== 'text' && pictures.init !== null) params['init_images'] = [pictures.init];
  if (draft.mode === 'inpaint' && pictures.mask !== null) params['mask'] = pictures.mask;
  return params;
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
