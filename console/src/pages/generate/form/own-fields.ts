// Which parameters the hand-made form has fields for; the others are drawn from the schema.
import { IMAGE_PARAMS, INPAINT_PARAMS } from '../draft/to-request';

const OWN: ReadonlySet<string> = new Set([
  'prompt',
  'negative_prompt',
  'checkpoint_name',
  'vae',
  'modules',
  'loras',
  'width',
  'height',
  'steps',
  'cfg_scale',
  'sampler_name',
  'scheduler',
  'seed',
  'n_iter',
  'batch_size',
  'enable_hr',
  'hr_upscaler',
  'hr_scale',
  'hr_second_pass_steps',
  'hr_sampler_name',
  'hr_resize_x',
  'hr_resize_y',
  'denoising_strength',
  'init_images',
  'mask',
  'alwayson_scripts',
  'priority',
  'not_before',
  ...IMAGE_PARAMS,
  ...INPAINT_PARAMS,
]);
/** Only clients send these: pictures as text, and what they have taken from elsewhere. */
const NOT_FOR_PEOPLE: ReadonlySet<string> = new Set([
  'infotext',
  'comments',
  'latent_mask',
  'firstpass_image',
  'firstphase_width',
  'firstphase_height',
]);

export function hasField(path: string): boolean {
  const name = path.split('.')[0]!;
  return OWN.has(name) || NOT_FOR_PEOPLE.has(name);
}
