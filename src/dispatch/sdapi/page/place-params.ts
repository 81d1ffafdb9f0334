// The body of an API request as values for the inputs of the page. What the page has no input for is told, never
// dropped in silence; what the API leaves at a neutral value, and a page may be set otherwise, is set to that value.
import type { JsonObject } from '../../../common/json.js';
import { isJsonObject } from '../../../common/json.js';
import type { InputValues } from '../../gradio/page/build-data.js';
import type { TabName } from '../../gradio/page/page.js';
import { overrideTexts } from './override-texts.js';
import type { InputFacts } from './page-facts.js';
import { placeScripts, type Placing } from './place-scripts.js';

/** elem_id of each parameter; `@` is the name of the tab. */
const ELEMENTS: Record<string, string> = {
  prompt: '@_prompt',
  negative_prompt: '@_neg_prompt',
  styles: '@_styles',
  n_iter: '@_batch_count',
  batch_size: '@_batch_size',
  cfg_scale: '@_cfg_scale',
  distilled_cfg_scale: '@_distilled_cfg_scale',
  image_cfg_scale: '@_image_cfg_scale',
  height: '@_height',
  width: '@_width',
  steps: '@_steps',
  sampler_name: '@_sampling',
  scheduler: '@_scheduler',
  seed: '@_seed',
  subseed: '@_subseed',
  subseed_strength: '@_subseed_strength',
  seed_resize_from_w: '@_seed_resize_from_w',
  seed_resize_from_h: '@_seed_resize_from_h',
  enable_hr: '@_hr-checkbox',
  denoising_strength: '@_denoising_strength',
  hr_scale: '@_hr_scale',
  hr_upscaler: '@_hr_upscaler',
  hr_second_pass_steps: '@_hires_steps',
  hr_resize_x: '@_hr_resize_x',
  hr_resize_y: '@_hr_resize_y',
  hr_checkpoint_name: 'hr_checkpoint',
  hr_additional_modules: 'hr_vae_te',
  hr_sampler_name: 'hr_sampler',
  hr_scheduler: 'hr_scheduler',
  hr_prompt: 'hires_prompt',
  hr_negative_prompt: 'hires_neg_prompt',
  hr_cfg: '@_hr_cfg',
  hr_distilled_cfg: '@_hr_distilled_cfg',
  refiner_checkpoint: '@_checkpoint',
  refiner_switch_at: '@_switch_at',
  resize_mode: 'resize_mode',
  mask_blur: '@_mask_blur',
  inpainting_fill: '@_inpainting_fill',
  inpaint_full_res: '@_inpaint_full_res',
  inpaint_full_res_padding: '@_inpaint_full_res_padding',
  inpainting_mask_invert: '@_mask_mode',
};

/** Placed by themselves: overrides, scripts, pictures; `send_images` and its like are the API's own. */
const ELSEWHERE = new Set([
  'override_settings',
  'alwayson_scripts',
  'script_name',
  'script_args',
  'init_images',
]);
const NOT_SENT = new Set(['mask', 'send_images', 'save_images']);
const EXTRA_SEED = ['subseed', 'subseed_strength', 'seed_resize_from_w', 'seed_resize_from_h'];

/** The API's values for what is not asked for; a page may be set otherwise (`ui-config.json`). */
const NEUTRAL: JsonObject = { negative_prompt: '', styles: [], enable_hr: false };
/** Likewise, for a picture to start from, and where it has a mask. */
const NEUTRAL_IMG2IMG: JsonObject = { denoising_strength: 0.75, resize_mode: 0 };
const NEUTRAL_MASK: JsonObject = {
  mask_blur: 4,
  inpainting_fill: 0,
  inpaint_full_res: true,
  inpaint_full_res_padding: 0,
  inpainting_mask_invert: 0,
};

export interface Placed {
  values: InputValues;
  warnings: string[];
}

/** @throws DispatchError `script_not_found` */
export function placeParams(
  tab: TabName,
  inputs: readonly InputFacts[],
  body: JsonObject,
  checkpointName: string,
): Placed {
  const placing: Placing = { tab, inputs, values: {}, warnings: [] };
  const overrides = isJsonObject(body['override_settings']) ? body['override_settings'] : {};
  const { texts, used, unknown } = overrideTexts(body, overrides, checkpointName);
  const given = { ...neutral(tab, body), ...body };
  const homeless = Object.entries(given).filter(([field, value]) => {
    if (ELSEWHERE.has(field) || NOT_SENT.has(field) || used.includes(field)) return false;
    return !placeField(placing, field, value) && !(field in NEUTRAL && !(field in body));
  });
  placeSwitches(placing, body);
  placeTexts(placing, texts);
  placeScripts(placing, body);
  placing.warnings.push(...homeless.map(([field]) => notOnPage(field)));
  placing.warnings.push(...unknown.map((option) => notOnPage(`override_settings.${option}`)));
  return { values: placing.values, warnings: placing.warnings };
}

function neutral(tab: TabName, body: JsonObject): JsonObject {
  if (tab === 'txt2img') return NEUTRAL;
  return { ...NEUTRAL, ...NEUTRAL_IMG2IMG, ...(body['mask'] === undefined ? {} : NEUTRAL_MASK) };
}

function placeField(placing: Placing, field: string, value: unknown): boolean {
  const elemId = ELEMENTS[field]?.replace('@', placing.tab);
  const input = placing.inputs.find(({ elem_id }) => elem_id !== null && elem_id === elemId);
  if (!input) return false;
  placing.values[input.key] = choiceOf(input, value);
  return true;
}

/** A place in a list is sent as what stands there. */
function choiceOf({ choices }: InputFacts, value: unknown): unknown {
  const at = typeof value === 'boolean' ? Number(value) : value;
  return choices.length > 0 && typeof at === 'number' ? (choices[at] ?? value) : value;
}

/** Boxes that make the server read the values beside them. */
function placeSwitches(placing: Placing, body: JsonObject): void {
  const set = (elemId: string, value: boolean): void => {
    const input = placing.inputs.find(({ elem_id }) => elem_id === `${placing.tab}_${elemId}`);
    if (input) placing.values[input.key] = value;
  };
  set(
    'subseed_show',
    EXTRA_SEED.some((field) => body[field] !== undefined),
  );
  set('enable-checkbox', body['refiner_checkpoint'] !== undefined);
}

function placeTexts(placing: Placing, texts: string[]): void {
  const input = placing.inputs.find(({ elem_id }) => elem_id === `${placing.tab}_override_settings`);
  if (input) placing.values[input.key] = texts;
  else if (texts.length > 0) placing.warnings.push(notOnPage('override_settings'));
}

function notOnPage(field: string): string {
  return `The page of this server has no input for ${field}: it is not sent.`;
}
