// The parameters that a form may ask for: limits as the validation of jobs has them, and how people know them.
import type { InventoryList } from '../../../contract/index.js';
import { fieldTypes, type ValueType } from '../../../params/coerce-values.js';
import { fieldLimits } from '../../../params/field-limits.js';
import { ComfyuiParams } from '../params/comfyui-params.dto.js';
import { NO_VALUES } from '../params/read-own-workflow.js';
import type { FieldFacts } from './field-facts.js';

const TYPES = fieldTypes(ComfyuiParams);
const LIMITS = fieldLimits(ComfyuiParams);
const IMAGES = 'init_images';

/** In the order in which a form asks. The others follow, names of people's own last. */
const LABELS: Record<string, string> = {
  prompt: 'Prompt',
  negative_prompt: 'Negative prompt',
  [IMAGES]: 'Image',
  mask: 'Mask',
  checkpoint_name: 'Model',
  vae: 'VAE',
  width: 'Width',
  height: 'Height',
  batch_size: 'Images at once',
  steps: 'Steps',
  cfg_scale: 'CFG scale',
  distilled_cfg_scale: 'Guidance',
  sampler_name: 'Sampler',
  scheduler: 'Scheduler',
  denoising_strength: 'Denoising strength',
  seed: 'Seed',
  clip_skip: 'CLIP skip',
  upscaler: 'Upscaler',
  upscale_by: 'Upscale by',
};
const ORDER = Object.keys(LABELS);

const LISTS: Record<string, InventoryList> = {
  checkpoint_name: 'checkpoints',
  vae: 'modules',
  sampler_name: 'samplers',
  scheduler: 'schedulers',
  upscaler: 'upscalers',
  hr_upscaler: 'upscalers',
  hr_sampler_name: 'samplers',
  hr_scheduler: 'schedulers',
};
const STEPS: Record<string, number> = { cfg_scale: 0.1, distilled_cfg_scale: 0.1, hr_cfg: 0.1 };
const PLAIN: Partial<Record<ValueType, FieldFacts>> = {
  int: { kind: 'integer', step: 1 },
  float: { kind: 'number', step: 0.01 },
  bool: { kind: 'boolean' },
  text: { kind: 'text' },
};

/** Undefined for names that are no parameter of a job, or one that holds no single value. */
export function paramFacts(name: string): FieldFacts | undefined {
  if (name === IMAGES) return { kind: 'image' };
  const plain = NO_VALUES.has(name) ? undefined : PLAIN[TYPES.get(name) ?? 'other'];
  if (!plain) return undefined;
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (list) return { kind: 'choice', list };
  const step = Object.hasOwn(STEPS, name) ? { step: STEPS[name] } : {};
  return { ...plain, ...kindOf(name), ...LIMITS.get(name), ...step };
}

function kindOf(name: string): Partial<FieldFacts> {
  if (name.endsWith('prompt')) return { kind: 'long_text' };
  if (name === 'seed') return { kind: 'seed' };
  if (name === 'mask') return { kind: 'mask' };
  return name === 'width' || name === 'height' ? { kind: 'size', step: 8 } : {};
}

export function labelOf(name: string): string {
  if (Object.hasOwn(LABELS, name)) return LABELS[name]!;
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** For sorting: parameters as people expect them, then the other ones, then one's own. */
export function rankOf(name: string): number {
  const known = ORDER.indexOf(name);
  if (known >= 0) return known;
  return paramFacts(name) ? ORDER.length : ORDER.length + 1;
}
