// What early versions of the Forge extension send: the raw call of the page's Generate button, as Gradio makes it. Its
// values stand at places that change with every extension of the server, so only the few places that the original
// StableQueue read are believed, each only when what stands there looks like it.
import { isJsonObject, type JsonObject } from '../common/json.js';
import type { JobWarning } from './job.js';

const PROMPT = 0;
const NEGATIVE_PROMPT = 2;
const SEED = 17;
const BATCH_SIZE = 21;
const SAMPLER = 23;
const SCRIPTS_FROM = 8;
/** A quality preset of the page, not a sampler. */
const NOT_A_SAMPLER = 'Balanced';
const MODEL_FILE = /\.(safetensors|ckpt)(\s*\[[0-9a-f]{6,64}\])?$/i;
const MAX_BATCH = 100;

/** `{ type: "gradio_raw", raw_payload: { data: […] }, … }` */
export function isGradioRaw(params: unknown): params is JsonObject {
  return isJsonObject(params) && params['type'] === 'gradio_raw';
}

/** The parameters that can be told; the rest is the servers' usual (20 steps, Euler a, 512 × 512, CFG 7). */
export function fromGradioRaw(raw: JsonObject): { params: JsonObject; warnings: JobWarning[] } {
  const payload = raw['raw_payload'];
  const data: unknown = isJsonObject(payload) ? payload['data'] : undefined;
  const values = Array.isArray(data) ? (data as unknown[]) : [];
  const params: JsonObject = {
    prompt: textAt(values, promptPlace(values)) ?? '',
    negative_prompt: textAt(values, NEGATIVE_PROMPT) ?? '',
    steps: 20,
    sampler_name: samplerAt(values) ?? 'Euler a',
    width: 512,
    height: 512,
    cfg_scale: 7,
    seed: wholeAt(values, SEED, -1, Number.MAX_SAFE_INTEGER) ?? -1,
    batch_size: wholeAt(values, BATCH_SIZE, 1, MAX_BATCH) ?? 1,
  };
  const model = values.find((value) => typeof value === 'string' && MODEL_FILE.test(value.trim()));
  if (typeof model === 'string') params['override_settings'] = { sd_model_checkpoint: model.trim() };
  return { params, warnings: warningsFor(values) };
}

/** In some versions the page's own task id comes first. */
function promptPlace(values: unknown[]): number {
  const first = values[PROMPT];
  return typeof first === 'string' && /^task\([\w-]+\)$/.test(first) ? PROMPT + 1 : PROMPT;
}

function warningsFor(values: unknown[]): JobWarning[] {
  const messages = [
    'The parameters were guessed from a raw call of the page (gradio_raw): only prompts, seed, batch size, sampler and model are read from it.',
  ];
  if (!values.length) messages.push('The raw call holds no data, so every parameter is the usual one.');
  if (values.slice(SCRIPTS_FROM).some(isJsonObject))
    messages.push('Settings of scripts in the raw call are not used: their names are not in it.');
  return messages.map((message) => ({ code: 'gradio_raw', message }));
}

function textAt(values: unknown[], place: number): string | undefined {
  const value = values[place];
  return typeof value === 'string' ? value : undefined;
}

function samplerAt(values: unknown[]): string | undefined {
  const name = textAt(values, SAMPLER)?.trim();
  return name && name !== NOT_A_SAMPLER && name.length <= 100 && !MODEL_FILE.test(name) ? name : undefined;
}

function wholeAt(values: unknown[], place: number, min: number, max: number): number | undefined {
  const value = values[place];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max
    ? number
    : undefined;
}
