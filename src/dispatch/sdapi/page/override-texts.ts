// override_settings as the page takes them: texts such as "Clip skip: 2", each under the name that the option has in
// infotexts. A text under another name is ignored by the servers without a word.
import type { JsonObject } from '../../../common/json.js';

/** As `create_override_settings_dict` of both servers knows them (A1111 1.10.1, Forge dfdcbab6). */
const NAMES: Record<string, string> = {
  CLIP_stop_at_last_layers: 'Clip skip',
  sd_vae: 'VAE',
  sd_vae_encode_method: 'VAE Encoder',
  sd_vae_decode_method: 'VAE Decoder',
  forge_additional_modules: 'VAE/TE',
  eta_noise_seed_delta: 'ENSD',
  randn_source: 'RNG',
  eta_ancestral: 'Eta',
  eta_ddim: 'Eta DDIM',
  s_churn: 'Sigma churn',
  s_tmin: 'Sigma tmin',
  s_tmax: 'Sigma tmax',
  s_noise: 'Sigma noise',
  tiling: 'Tiling',
  face_restoration: 'Face restoration',
  initial_noise_multiplier: 'Noise multiplier',
  img2img_extra_noise: 'Extra noise',
  inpainting_mask_weight: 'Conditional mask weight',
  token_merging_ratio: 'Token merging ratio',
  token_merging_ratio_hr: 'Token merging ratio hr',
  pad_cond_uncond: 'Pad conds',
  always_discard_next_to_last_sigma: 'Discard penultimate sigma',
  uni_pc_variant: 'UniPC variant',
  uni_pc_skip_type: 'UniPC skip type',
  uni_pc_order: 'UniPC order',
};

/** Parameters of the API that are options to the page. */
const AS_OPTION: Record<string, string> = {
  tiling: 'tiling',
  restore_faces: 'face_restoration',
  initial_noise_multiplier: 'initial_noise_multiplier',
  s_churn: 's_churn',
  s_tmin: 's_tmin',
  s_tmax: 's_tmax',
  s_noise: 's_noise',
};
const DDIM = /^(DDIM|PLMS|UniPC)/;

export interface OverrideTexts {
  texts: string[];
  /** Fields of the body that became one of them. */
  used: string[];
  /** Options that the page takes no text for. */
  unknown: string[];
}

/** @param checkpointName what infotexts call the checkpoint: `Model` (Forge) or `Model hash` (A1111) */
export function overrideTexts(
  body: JsonObject,
  overrides: JsonObject,
  checkpointName: string,
): OverrideTexts {
  const names: Record<string, string> = { ...NAMES, sd_model_checkpoint: checkpointName };
  const options = { ...optionsIn(body), ...overrides };
  const known = Object.entries(options).filter(([option]) => Object.hasOwn(names, option));
  return {
    texts: known.map(([option, value]) => `${names[option]}: ${textFor(value)}`),
    used: [...Object.keys(AS_OPTION), 'eta'].filter((field) => body[field] !== undefined),
    unknown: Object.keys(options).filter((option) => !Object.hasOwn(names, option)),
  };
}

function optionsIn(body: JsonObject): JsonObject {
  const given = Object.entries(AS_OPTION).filter(([field]) => body[field] !== undefined);
  const options: JsonObject = Object.fromEntries(given.map(([field, option]) => [option, body[field]]));
  if (body['eta'] === undefined) return options;
  const isDdim = DDIM.test(typeof body['sampler_name'] === 'string' ? body['sampler_name'] : '');
  return { ...options, [isDdim ? 'eta_ddim' : 'eta_ancestral']: body['eta'] };
}

/** As Python writes it: the servers read lists as literals, and only the text `False` as false. */
function textFor(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map((item) => quoted(String(item))).join(', ')}]`;
  return String(value);
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
