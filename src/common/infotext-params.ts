// Turns a parsed infotext into generation parameters with the WebUI API's names. Only what the text says:
// no defaults, and values that make no sense ("Sampler: Undefined", written by some sites) are left out.
import type { JsonObject } from './json.js';
import { splitSizes } from './infotext-grammar.js';
import type { ParsedInfotext } from './infotext-grammar.js';

type Reader = (value: string) => unknown;

const text: Reader = (value) => value;
const flag: Reader = (value) => value.toLowerCase() === 'true';
const number: Reader = (value) => {
  const parsed = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(parsed) && Math.abs(parsed) <= Number.MAX_SAFE_INTEGER ? parsed : undefined;
};
/** Upscalers are called "None" too. */
const known: Reader = (value) => (/^undefined$/i.test(value) ? undefined : value);
/** The page's "Use same …" choices mean: nothing of its own. */
const ownChoice: Reader = (value) => (/^(use same\b.*|undefined|none)$/i.test(value) ? undefined : value);

const FIELDS: Record<string, [field: string, read: Reader]> = {
  Steps: ['steps', number],
  Sampler: ['sampler_name', ownChoice],
  'Schedule type': ['scheduler', ownChoice],
  'CFG scale': ['cfg_scale', number],
  'Distilled CFG Scale': ['distilled_cfg_scale', number],
  'Image CFG scale': ['image_cfg_scale', number],
  Seed: ['seed', number],
  'Size-1': ['width', number],
  'Size-2': ['height', number],
  'Variation seed': ['subseed', number],
  'Variation seed strength': ['subseed_strength', number],
  'Seed resize from-1': ['seed_resize_from_w', number],
  'Seed resize from-2': ['seed_resize_from_h', number],
  'Denoising strength': ['denoising_strength', number],
  'Clip skip': ['clip_skip', number],
  VAE: ['vae', text],
  Tiling: ['tiling', flag],
  Eta: ['eta', number],
  'Sigma churn': ['s_churn', number],
  'Sigma tmin': ['s_tmin', number],
  'Sigma tmax': ['s_tmax', number],
  'Sigma noise': ['s_noise', number],
  'Hires upscale': ['hr_scale', number],
  'Hires resize-1': ['hr_resize_x', number],
  'Hires resize-2': ['hr_resize_y', number],
  'Hires steps': ['hr_second_pass_steps', number],
  'Hires upscaler': ['hr_upscaler', known],
  'Hires checkpoint': ['hr_checkpoint_name', ownChoice],
  'Hires sampler': ['hr_sampler_name', ownChoice],
  'Hires schedule type': ['hr_scheduler', ownChoice],
  'Hires prompt': ['hr_prompt', text],
  'Hires negative prompt': ['hr_negative_prompt', text],
  'Hires CFG Scale': ['hr_cfg', number],
  'Hires Distilled CFG Scale': ['hr_distilled_cfg', number],
  Refiner: ['refiner_checkpoint', ownChoice],
  'Refiner switch at': ['refiner_switch_at', number],
};

const SETTINGS: Record<string, [option: string, read: Reader]> = {
  ENSD: ['eta_noise_seed_delta', number],
  RNG: ['randn_source', text],
  'Token merging ratio': ['token_merging_ratio', number],
  'Token merging ratio hr': ['token_merging_ratio_hr', number],
  'Face restoration': ['face_restoration_model', text],
};

/** The parameters that an infotext names, in the names of the WebUI API (plus `checkpoint_name`, `vae`, `modules`). */
export function paramsFromInfotext(parsed: ParsedInfotext): JsonObject {
  const settings = splitSizes(parsed.settings);
  const params: JsonObject = { prompt: parsed.prompt, negative_prompt: parsed.negativePrompt };
  Object.assign(params, readAll(settings, FIELDS));
  const overrides = readAll(settings, SETTINGS);
  if (Object.keys(overrides).length > 0) params['override_settings'] = overrides;
  if (settings['Face restoration']) params['restore_faces'] = true;
  if (settings['Hires upscale'] ?? settings['Hires resize']) params['enable_hr'] = true;
  addModels(params, settings);
  return params;
}

function readAll(settings: Record<string, string>, table: Record<string, [string, Reader]>): JsonObject {
  const found: JsonObject = {};
  for (const [key, [field, read]] of Object.entries(table)) {
    const value = settings[key];
    const parsed = value === undefined ? undefined : read(value);
    if (parsed !== undefined) found[field] = parsed;
  }
  return found;
}

function addModels(params: JsonObject, settings: Record<string, string>): void {
  const name = settings['Model'];
  const hash = settings['Model hash'];
  if (name && hash) params['checkpoint_name'] = `${name} [${hash}]`;
  else if (name ?? hash) params['checkpoint_name'] = name ?? hash;
  const modules = numbered(settings, 'Module');
  if (modules.length > 0) params['modules'] = modules;
  const hiresModules = numbered(settings, 'Hires Module');
  if (hiresModules.length > 0) {
    params['hr_additional_modules'] = hiresModules.filter((module) => module !== 'Built-in');
  }
}

function numbered(settings: Record<string, string>, prefix: string): string[] {
  const values: string[] = [];
  for (let n = 1; settings[`${prefix} ${n}`] !== undefined; n++)
    values.push(settings[`${prefix} ${n}`] ?? '');
  return values;
}
