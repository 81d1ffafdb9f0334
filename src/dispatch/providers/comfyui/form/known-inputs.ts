// What an input of a node takes, by its class and name as ComfyUI's own nodes have them (seen on 0.33.0, /object_info),
// else by the value that is there. No server is asked: what only it knows stays unknown.
import { isLink, type ComfyNode } from '../workflow/graph.js';
import { loaderOf } from '../prepare/loaders.js';
import type { FieldFacts } from './field-facts.js';

const SCALE_METHODS = ['nearest-exact', 'bilinear', 'area', 'bicubic'];
const CROP = ['disabled', 'center'];
const choice = (...choices: string[]): FieldFacts => ({ kind: 'choice', choices });

const BY_PLACE: Record<string, FieldFacts> = {
  'ImageScale.upscale_method': choice(...SCALE_METHODS, 'lanczos'),
  'ImageScaleBy.upscale_method': choice(...SCALE_METHODS, 'lanczos'),
  'LatentUpscale.upscale_method': choice(...SCALE_METHODS, 'bislerp'),
  'LatentUpscaleBy.upscale_method': choice(...SCALE_METHODS, 'bislerp'),
  'ImageScale.crop': choice(...CROP),
  'LatentUpscale.crop': choice(...CROP),
  'LoadImageMask.channel': choice('alpha', 'red', 'green', 'blue'),
  'KSamplerAdvanced.add_noise': choice('enable', 'disable'),
  'UNETLoader.weight_dtype': choice('default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'),
  'CLIPTextEncode.text': { kind: 'long_text' },
  'PrimitiveInt.value': { kind: 'integer', step: 1 },
  'PrimitiveFloat.value': { kind: 'number', step: 0.01 },
  'PrimitiveStringMultiline.value': { kind: 'long_text' },
};

const pixels: FieldFacts = { kind: 'size', min: 16, max: 16_384, step: 8 };
const strength: FieldFacts = { kind: 'number', min: -100, max: 100, step: 0.01 };
const share: FieldFacts = { kind: 'number', min: 0, max: 1, step: 0.01 };
const scale: FieldFacts = { kind: 'number', min: 0, max: 100, step: 0.1 };

const BY_INPUT: Record<string, FieldFacts> = {
  seed: { kind: 'seed' },
  noise_seed: { kind: 'seed' },
  steps: { kind: 'integer', min: 1, max: 10_000, step: 1 },
  sampler_name: { kind: 'choice', list: 'samplers' },
  scheduler: { kind: 'choice', list: 'schedulers' },
  width: pixels,
  height: pixels,
  cfg: scale,
  guidance: scale,
  denoise: share,
  start_percent: share,
  end_percent: share,
  strength,
  strength_model: strength,
  strength_clip: strength,
  scale_by: { kind: 'number', min: 0.01, max: 8, step: 0.01 },
};

/** Longer ones, and those of several lines, get room. */
const LONG_CHARS = 60;
/** Numbers with a fraction, though they may be whole at the moment. */
const FRACTIONS = /strength|weight|scale|factor|ratio|percent|guidance|denoise|sigma|noise_level|shift/;

export function inputFacts({ class_type: type, inputs }: ComfyNode, input: string): FieldFacts {
  const value = inputs[input];
  const loader = loaderOf(type);
  if (loader?.input.test(input)) return { kind: 'choice', list: loader.list };
  if (input === 'image' && /^LoadImage/.test(type)) return { kind: /Mask/.test(type) ? 'mask' : 'image' };
  const known = own(BY_PLACE, `${type}.${input}`) ?? own(BY_INPUT, input);
  return known && fits(known, value) ? known : factsOfValue(input, value);
}

/** Other people's nodes may have other things under the same name. */
function fits({ kind }: FieldFacts, value: unknown): boolean {
  if (value === undefined || isLink(value)) return true;
  if (kind === 'choice' || kind === 'long_text') return typeof value === 'string';
  return typeof value === 'number' || (kind === 'seed' && typeof value === 'string');
}

function factsOfValue(input: string, value: unknown): FieldFacts {
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (typeof value === 'number')
    return Number.isInteger(value) && !FRACTIONS.test(input)
      ? { kind: 'integer', step: 1 }
      : { kind: 'number' };
  const isLong = typeof value === 'string' && (value.length > LONG_CHARS || value.includes('\n'));
  return { kind: isLong ? 'long_text' : 'text' };
}

const own = (table: Record<string, FieldFacts>, key: string): FieldFacts | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
