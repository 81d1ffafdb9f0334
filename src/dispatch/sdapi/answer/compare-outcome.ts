// Compares what was made with what was asked for. The servers answer 200 when they used another model, another
// sampler or no LoRA at all; only the picture's own text tells.
import { parseHashList, parseInfotext } from '../../../common/infotext.js';
import type { JsonObject } from '../../../common/json.js';
import type { OutputFile, RunWarning } from '../../contract/index.js';
import { baseName } from '../../names/resolve-model.js';
import type { Expectation } from '../prepare/expectation.js';
import { numberOf, textOf } from '../../answers/read-json.js';

export interface Outcome {
  info: JsonObject;
  images: readonly OutputFile[];
  /** Pixels of the first result; null when there is none. */
  size: { width: number; height: number } | null;
}

/** The picture is not the one that was asked for: the mismatch policy applies. */
const mismatch = (code: string, message: string): RunWarning => ({ code, message, mismatch: true });

export function compareOutcome(expected: Expectation, outcome: Outcome): RunWarning[] {
  if (expected.scripted) return [];
  const results = outcome.images.filter(({ role }) => role === 'image');
  const text = parseInfotext(results[0]?.infotext ?? '').settings;
  return [
    ...compareModel(expected, outcome.info, text),
    ...compareSize(expected, outcome),
    ...compareSeed(expected, outcome.info),
    ...compareSampler(expected, outcome.info, text),
    ...compareLoras(expected, text),
    ...compareCount(expected, results.length),
  ];
}

function compareModel(expected: Expectation, info: JsonObject, text: Record<string, string>): RunWarning[] {
  const wanted = expected.checkpoint;
  const name = textOf(info['sd_model_name']) ?? text['Model'] ?? null;
  if (!wanted || name === null) return [];
  const hash = textOf(info['sd_model_hash']) ?? text['Model hash'] ?? null;
  const isOtherFile = wanted.short_hash !== null && hash?.length === 10 && hash !== wanted.short_hash;
  if (baseName(wanted.title) === baseName(name) && !isOtherFile) return [];
  const made = hash === null ? name : `${name} [${hash}]`;
  return [
    mismatch('model_mismatch', `The server used the checkpoint "${made}" instead of "${wanted.title}".`),
  ];
}

/** Within 8 pixels: the servers round at more than one place. */
function compareSize(expected: Expectation, { size }: Outcome): RunWarning[] {
  const wanted = expected.size;
  if (!wanted || !size) return [];
  const isClose = Math.abs(size.width - wanted.width) <= 8 && Math.abs(size.height - wanted.height) <= 8;
  if (isClose) return [];
  const message = `The picture has ${size.width}x${size.height} pixels instead of ${wanted.width}x${wanted.height}.`;
  return [mismatch('size_mismatch', message)];
}

function compareSeed(expected: Expectation, info: JsonObject): RunWarning[] {
  const seed = numberOf(info['seed']);
  if (expected.seed === null || seed === null || seed === expected.seed) return [];
  return [mismatch('seed_mismatch', `The server used seed ${seed} instead of ${expected.seed}.`)];
}

function compareSampler(expected: Expectation, info: JsonObject, text: Record<string, string>): RunWarning[] {
  const sampler = text['Sampler'] ?? textOf(info['sampler_name']);
  if (expected.sampler === null || sampler === null || sampler === expected.sampler) return [];
  const message = `The server used the sampler "${sampler}" instead of "${expected.sampler}".`;
  return [mismatch('sampler_substituted', message)];
}

/** The writer strips `:` and `,` from names in `Lora hashes`. */
function compareLoras(expected: Expectation, text: Record<string, string>): RunWarning[] {
  if (expected.loras.length === 0 || Object.keys(text).length === 0) return [];
  const applied = new Set(Object.keys(parseHashList(text['Lora hashes'])));
  const missing = expected.loras.filter(
    (names) => !names.some((name) => applied.has(name.replace(/[:,]/g, ''))),
  );
  return missing.map((names) =>
    mismatch('lora_missing', `The server did not apply the LoRA "${names[0] ?? ''}".`),
  );
}

function compareCount(expected: Expectation, images: number): RunWarning[] {
  if (images >= expected.images) return [];
  const message = `The server made ${images} of ${expected.images} pictures: the generation was interrupted there.`;
  return [mismatch('interrupted', message)];
}
