// Which of the stored parameters go into the request: those that the call knows, for the kind of call it is.
import type { JsonObject } from '../../../common/json.js';
import { KNOWN_PARAMS } from '../params/read-params.js';
import type { Draft } from './draft.js';

/** Ours: they become overrides or tags in the prompt. */
const OURS = ['checkpoint_name', 'vae', 'modules', 'loras', 'clip_skip', 'infotext', 'override_settings'];
const FORGE_FIELDS = ['distilled_cfg_scale', 'hr_cfg', 'hr_distilled_cfg', 'hr_additional_modules'];
const IMG2IMG_FIELDS = [
  'init_images',
  'resize_mode',
  'image_cfg_scale',
  'mask',
  'mask_blur',
  'mask_blur_x',
  'mask_blur_y',
  'mask_round',
  'inpainting_fill',
  'inpaint_full_res',
  'inpaint_full_res_padding',
  'inpainting_mask_invert',
  'initial_noise_multiplier',
  'latent_mask',
];
const HIRES_FIELD = /^(hr_|enable_hr$|firstp)/;
const DEFAULT_HIRES_DENOISING = 0.7;

export function copyFields(draft: Draft): void {
  const { params, flavour } = draft;
  const skipped = new Set([...OURS, ...FORGE_FIELDS.filter((field) => !flavour.ownFields.includes(field))]);
  const fits = (field: string): boolean => {
    if (!KNOWN_PARAMS.has(field) || skipped.has(field)) return false;
    if (IMG2IMG_FIELDS.includes(field)) return draft.isImg2img;
    if (HIRES_FIELD.test(field)) return draft.hasHires;
    return field !== 'denoising_strength' || draft.isImg2img || draft.hasHires;
  };
  draft.body = Object.fromEntries(Object.entries(params).filter(([field]) => fits(field)));
  if (draft.hasHires) draft.body = withHires(draft, draft.body);
}

function withHires(draft: Draft, body: JsonObject): JsonObject {
  if (body['denoising_strength'] === undefined) {
    draft.warnings.push(`denoising_strength is not given: hires fix uses ${DEFAULT_HIRES_DENOISING}.`);
  }
  // The servers crash on a hires fix without it (seen on both).
  const complete = { denoising_strength: DEFAULT_HIRES_DENOISING, hr_scale: 2, ...body };
  return draft.flavour.completeHires(complete);
}
