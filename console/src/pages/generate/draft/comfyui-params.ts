// Which of the form's plain parameters are sent to ComfyUI: those that it has a word for, and that belong to what is
// made. Everything else would come back as a warning with every job. Pure.
import { isGiven, textOf, type Draft, type Params } from './draft';

const ALWAYS = [
  'prompt',
  'negative_prompt',
  'width',
  'height',
  'steps',
  'cfg_scale',
  'sampler_name',
  'scheduler',
];
const MORE = ['seed', 'batch_size', 'n_iter', 'checkpoint_name', 'model_family', 'loras', 'previews'];
const OF_SD = ['vae', 'clip_skip'];
const OF_FLUX = ['modules', 'distilled_cfg_scale'];
const UPSCALE = ['upscaler', 'upscale_by'];
const HIRES = [
  ...['enable_hr', 'hr_scale', 'hr_upscaler', 'hr_second_pass_steps', 'hr_resize_x', 'hr_resize_y'],
  ...['hr_sampler_name', 'hr_scheduler', 'hr_prompt', 'hr_negative_prompt', 'hr_cfg'],
];
const IMAGE = ['denoising_strength', 'resize_mode'];
const INPAINT = ['inpainting_mask_invert'];

/** All that the form has a field for. */
export const PLAIN_PARAMS: readonly string[] = [
  ...[ALWAYS, MORE, OF_SD, OF_FLUX, UPSCALE, HIRES, IMAGE, INPAINT].flat(),
  ...['init_images', 'mask'],
];

/** As far as names tell: the server looks into its folders as well. */
export function isFlux(params: Params): boolean {
  const family = textOf(params, 'model_family');
  return family === '' ? /flux/i.test(textOf(params, 'checkpoint_name')) : family.startsWith('flux');
}

/** Without pictures. */
export function plainParams({ mode, params }: Draft): Params {
  const names = new Set(namesFor(mode, params));
  const given = Object.entries(params).filter(([name, value]) => names.has(name) && isGiven(value));
  return Object.fromEntries(given);
}

function namesFor(mode: Draft['mode'], params: Params): string[] {
  if (mode === 'upscale') return UPSCALE;
  const hires = mode === 'text' && params['enable_hr'] === true;
  return [
    ...ALWAYS,
    ...MORE,
    ...(isFlux(params) ? OF_FLUX : OF_SD),
    ...(isGiven(params['upscaler']) ? UPSCALE : []),
    ...(hires ? [...HIRES, 'denoising_strength'] : []),
    ...(mode === 'text' ? [] : IMAGE),
    ...(mode === 'inpaint' ? INPAINT : []),
  ];
}
