import type { Dialect } from '../../dialects/dialect.js';
import type { JobKind } from '../../job.js';
import { PythonError } from '../../python-errors.js';
import type { UiInput } from '../inputs/ui-input.js';
import { readOverrideTexts } from './override-texts.js';

/** What a generate function makes of its arguments: the fields a request to the SDAPI would have. */
export interface GenerationArguments {
  fields: Record<string, unknown>;
  /** As it came: a data URI, or nothing. */
  image: unknown;
  mask: unknown;
}

/** By position alone, as the server: nothing is checked against choices or bounds. */
export function readArguments(
  dialect: Dialect,
  kind: JobKind,
  inputs: readonly UiInput[],
  values: readonly unknown[],
): GenerationArguments {
  const named: Record<string, unknown> = {};
  inputs.forEach((input, i) => {
    if (input.field !== undefined) named[input.field] = indexed(input, values[i]);
  });
  const schema = kind === 'txt2img' ? dialect.txt2imgFields : dialect.img2imgFields;
  const fields = Object.fromEntries(
    schema.map(({ name, default: usual }) => [name, name in named ? named[name] : usual]),
  );
  for (const name of ['prompt', 'negative_prompt']) fields[name] = named[name] ?? null;
  Object.assign(fields, choicesMeant(dialect, named), seedMeant(named));
  if (kind === 'img2img') Object.assign(fields, imageFields(named));
  const sent = kind === 'img2img' ? pictures(Number(named['mode']), named) : {};
  return { fields, image: sent.image ?? null, mask: sent.mask ?? null };
}

/** The first argument; null if not of the form `task(…)`: then nobody can ask for the job. */
export function readTaskId(value: unknown): string | null {
  return typeof value === 'string' && /^task\(.*\)$/s.test(value) ? value : null;
}

/** Choices of type `index` arrive as their label; another one becomes None. */
function indexed(input: UiInput, value: unknown): unknown {
  if (input.props?.['type'] !== 'index') return value;
  const at = (input.props['choices'] as unknown[]).indexOf(value);
  return at < 0 ? null : at;
}

function choicesMeant(dialect: Dialect, named: Record<string, unknown>): Record<string, unknown> {
  const unlessSame = (name: string): unknown =>
    /^Use same/.test(asText(named[name])) ? null : (named[name] ?? null);
  const overrides = readOverrideTexts(dialect, named['override_settings_texts']);
  const titles = [null, 'Prompt matrix', 'Prompts from file or textbox', 'X/Y/Z plot'];
  return {
    styles: named['styles'] ?? [],
    script_name: titles[Number(named['script_title'] ?? 0)] ?? null,
    hr_checkpoint_name: unlessSame('hr_checkpoint_name'),
    hr_sampler_name: unlessSame('hr_sampler_name'),
    hr_scheduler: unlessSame('hr_scheduler'),
    hr_prompt: named['hr_prompt'] ?? '',
    hr_negative_prompt: named['hr_negative_prompt'] ?? '',
    refiner_checkpoint: named['enable_refiner'] === true ? named['refiner_checkpoint'] : null,
    override_settings: overrides,
    save_images: true,
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Variation counts only with the box "Extra"; a seed may be a text (`--use-textbox-seed`). */
function seedMeant(named: Record<string, unknown>): Record<string, unknown> {
  const seed = named['seed'];
  const number = seed === null || seed === '' ? -1 : Number(seed);
  if (Number.isNaN(number))
    throw new PythonError('ValueError', `invalid literal for int() with base 10: '${String(seed)}'`);
  if (named['subseed_show'] === true) return { seed: number };
  const none = { subseed: -1, subseed_strength: 0, seed_resize_from_w: -1, seed_resize_from_h: -1 };
  return { seed: number, ...none };
}

function imageFields(named: Record<string, unknown>): Record<string, unknown> {
  return {
    image_cfg_scale: null,
    resize_mode: named['resize_mode'] ?? 0,
    inpaint_full_res: named['inpaint_full_res'] === 1,
    inpainting_mask_invert: named['inpainting_mask_invert'] ?? 0,
    inpainting_fill: named['inpainting_fill'] ?? 0,
  };
}

/** Which picture counts depends on the tab: img2img, sketch, inpaint, inpaint sketch, inpaint upload. */
function pictures(mode: number, named: Record<string, unknown>): { image?: unknown; mask?: unknown } {
  switch (mode) {
    case 0:
      return { image: named['init_img'] };
    case 1:
      return { image: named['sketch'] };
    case 2:
      return masked(named['init_img_with_mask'], named['mask_fg']);
    case 3:
      return masked(named['inpaint_color_sketch'], named['sketch_fg']);
    case 4:
      return { image: named['init_img_inpaint'], mask: named['init_mask_inpaint'] };
    default:
      return {};
  }
}

/** Gradio 3 sends both in one value. */
function masked(value: unknown, foreground: unknown): { image?: unknown; mask?: unknown } {
  if (typeof value === 'object' && value !== null) return value;
  return { image: value, mask: foreground };
}
