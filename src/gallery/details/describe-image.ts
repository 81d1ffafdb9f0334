// What people search images by, out of what the picture says of itself (its infotext) and what its job asked for. The
// picture's word counts first: it is what was really done.
import { isJsonObject, parseJson, type JsonObject } from '../../common/json.js';
import type { ImageParams } from '../image-record.js';
import { lorasOf, type NamedLora } from './lora-tags.js';

export interface ImageDetails {
  prompt: string | null;
  negativePrompt: string | null;
  /** Without folder and extension. */
  model: string | null;
  modelHash: string | null;
  sampler: string | null;
  scheduler: string | null;
  steps: number | null;
  cfgScale: number | null;
  loras: NamedLora[];
}

const LONGEST_NAME = 255;
const MODEL_FILE = /\.(safetensors|ckpt|pt|pth|gguf|bin|sft)$/i;
/** `name [hash]`, as the web UI lists checkpoints. */
const NAME_WITH_HASH = /^(.*?)\s*\[([0-9a-f]{6,64})\]$/i;

export function describeImage(params: Partial<ImageParams>): ImageDetails {
  const job = isJsonObject(params.job) ? params.job : {};
  const { prompt, negative_prompt: negative, settings = {} } = readInfotext(params.infotext);
  const said = text(prompt) ?? text(job['prompt']);
  const model = modelOf(text(settings['Model']) ?? text(job['checkpoint_name']) ?? text(job['model']));
  return {
    prompt: said,
    negativePrompt: text(negative) ?? text(job['negative_prompt']),
    model: model.name,
    modelHash: name(settings['Model hash']) ?? model.hash,
    sampler: name(settings['Sampler']) ?? name(job['sampler_name']),
    scheduler: name(settings['Schedule type']) ?? name(job['scheduler']),
    steps: whole(settings['Steps'] ?? job['steps']),
    cfgScale: number(settings['CFG scale'] ?? job['cfg_scale']),
    loras: mergeLoras(lorasOf(said ?? ''), job['loras']),
  };
}

export function readLoras(json: string): NamedLora[] {
  const value = parseJson(json);
  return Array.isArray(value) ? value.filter(isLora) : [];
}

/** An older version or a hand may have written something else. */
function readInfotext(infotext: unknown): {
  prompt?: unknown;
  negative_prompt?: unknown;
  settings?: JsonObject;
} {
  if (!isJsonObject(infotext)) return {};
  const { prompt, negative_prompt, settings } = infotext;
  return { prompt, negative_prompt, settings: isJsonObject(settings) ? settings : {} };
}

/** `folder/name.safetensors [hash]`. */
function modelOf(value: string | null): { name: string | null; hash: string | null } {
  if (value === null) return { name: null, hash: null };
  const match = NAME_WITH_HASH.exec(value.slice(0, 2 * LONGEST_NAME));
  return { name: plainModelName(match?.[1] ?? value), hash: match?.[2] ?? null };
}

export function plainModelName(path: string): string | null {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name(file.replace(MODEL_FILE, ''));
}

/** Those that a job or a workflow lists apart from its prompt. */
function mergeLoras(named: NamedLora[], listed: unknown): NamedLora[] {
  const known = new Set(named.map((lora) => lora.name.toLowerCase()));
  const more = (Array.isArray(listed) ? listed : []).filter(isLora);
  return [...named, ...more.filter((lora) => !known.has(lora.name.toLowerCase()))]
    .slice(0, 50)
    .map((lora) => ({ name: lora.name.slice(0, LONGEST_NAME), weight: number(lora.weight) }));
}

function isLora(value: unknown): value is NamedLora {
  return isJsonObject(value) && typeof value['name'] === 'string' && value['name'] !== '';
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function name(value: unknown): string | null {
  return text(value)?.trim().slice(0, LONGEST_NAME) ?? null;
}

function number(value: unknown): number | null {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : null;
}

function whole(value: unknown): number | null {
  const parsed = number(value);
  return parsed !== null && Number.isSafeInteger(parsed) ? parsed : null;
}
