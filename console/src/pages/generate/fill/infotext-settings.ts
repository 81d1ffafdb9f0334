// The settings of an infotext under the API's names. Only what it says: no defaults, and values that make no sense
// ("Sampler: Undefined", written by some sites) are left out.
import type { Params } from '../draft/draft';

type Reader = (value: string) => unknown;

const text: Reader = (value) => value;
const flag: Reader = (value) => value.toLowerCase() === 'true';
const number: Reader = (value) => {
  const parsed = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(parsed) && Math.abs(parsed) <= Number.MAX_SAFE_INTEGER ? parsed : undefined;
};
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
  'Variation seed': ['subseed', number],
  'Variation seed strength': ['subseed_strength', number],
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
  'Hires steps': ['hr_second_pass_steps', number],
  'Hires upscaler': ['hr_upscaler', ownChoice],
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
/** `512x768` for two parameters. */
const SIZES: Record<string, [width: string, height: string]> = {
  Size: ['width', 'height'],
  'Hires resize': ['hr_resize_x', 'hr_resize_y'],
  'Seed resize from': ['seed_resize_from_w', 'seed_resize_from_h'],
};
const OPTIONS: Record<string, [option: string, read: Reader]> = {
  ENSD: ['eta_noise_seed_delta', number],
  RNG: ['randn_source', text],
  'Token merging ratio': ['token_merging_ratio', number],
};

export function readSettings(settings: Readonly<Record<string, string>>): Params {
  const params = { ...read(settings, FIELDS), ...readSizes(settings), ...modelsOf(settings) };
  const options = read(settings, OPTIONS);
  if (Object.keys(options).length) params['override_settings'] = options;
  if (settings['Hires upscale'] ?? settings['Hires resize']) params['enable_hr'] = true;
  if (settings['Face restoration']) params['restore_faces'] = true;
  return params;
}

function read(settings: Readonly<Record<string, string>>, table: Record<string, [string, Reader]>): Params {
  const found: Params = {};
  for (const [key, [field, reader]] of Object.entries(table)) {
    const value = settings[key] === undefined ? undefined : reader(settings[key]);
    if (value !== undefined) found[field] = value;
  }
  return found;
}

function readSizes(settings: Readonly<Record<string, string>>): Params {
  const found: Params = {};
  for (const [key, [width, height]] of Object.entries(SIZES)) {
    const size = /^(\d{1,6})x(\d{1,6})$/.exec(settings[key] ?? '');
    if (size) Object.assign(found, { [width]: Number(size[1]), [height]: Number(size[2]) });
  }
  return found;
}

function modelsOf(settings: Readonly<Record<string, string>>): Params {
  const { Model: name, 'Model hash': hash } = settings;
  const found: Params = {};
  if (name ?? hash) found['checkpoint_name'] = name && hash ? `${name} [${hash}]` : (name ?? hash);
  const modules = numbered(settings, 'Module');
  if (modules.length) found['modules'] = modules;
  const hires = numbered(settings, 'Hires Module').filter((module) => module !== 'Built-in');
  if (hires.length) found['hr_additional_modules'] = hires;
  return found;
}

function numbered(settings: Readonly<Record<string, string>>, prefix: string): string[] {
  const values: string[] = [];
  for (let n = 1; settings[`${prefix} ${n}`] !== undefined; n += 1) values.push(settings[`${prefix} ${n}`]!);
  return values;
}
