// How much work a job is, and by which model, read from its parameters and from what its server answered. Pure, and
// for every app_type alike: what a job does not have adds nothing.
import { isJsonObject, parseJson, type JsonObject } from '../common/json.js';
import type { ParamsSummary } from '../dispatch/contract/index.js';

const MEGA = 1_000_000;
/** What the WebUI takes when a job does not say. */
const HIRES_SCALE = 2;
const HIRES_STRENGTH = 0.7;
const DEFAULT_SIDE = 512;
const DEFAULT_STEPS = 20;

/** Megapixels × steps × images; a hires pass counts at its own size. */
export function workOf(params: JsonObject, summary: ParamsSummary): number {
  const megapixels = firstSize(summary);
  const steps = summary.steps ?? DEFAULT_STEPS;
  const fromImage = Array.isArray(params['init_images']) && params['init_images'].length > 0;
  const strength = numberOf(params['denoising_strength']);
  const first = megapixels * (fromImage ? Math.max(1, steps * (strength ?? 0.75)) : steps);
  const second = params['enable_hr'] === true && !fromImage ? hiresWork(params, megapixels, steps) : 0;
  return (first + second) * Math.max(1, summary.images);
}

/** What memory is needed for: megapixels of a picture in the larger of its passes, and pictures at the same time. */
export function sizeOf(params: JsonObject, summary: ParamsSummary): { megapixels: number; batch: number } {
  const first = firstSize(summary);
  const second = params['enable_hr'] === true ? hiresSize(params, first) : 0;
  return { megapixels: Math.max(first, second), batch: Math.max(1, numberOf(params['batch_size']) ?? 1) };
}

function firstSize({ width, height }: ParamsSummary): number {
  return ((width ?? DEFAULT_SIDE) * (height ?? DEFAULT_SIDE)) / MEGA;
}

function hiresSize(params: JsonObject, megapixels: number): number {
  const width = numberOf(params['hr_resize_x']) ?? 0;
  const height = numberOf(params['hr_resize_y']) ?? 0;
  const scale = numberOf(params['hr_scale']) ?? HIRES_SCALE;
  return width > 0 && height > 0 ? (width * height) / MEGA : megapixels * scale * scale;
}

function hiresWork(params: JsonObject, megapixels: number, steps: number): number {
  const size = hiresSize(params, megapixels);
  const own = numberOf(params['hr_second_pass_steps']) ?? 0;
  const strength = numberOf(params['denoising_strength']) ?? HIRES_STRENGTH;
  return size * Math.max(1, (own > 0 ? own : steps) * strength);
}

/**
 * One name for a model, whatever form a client or server gave it: file name without folder, extension and hash, in
 * lower case. What the server says it used wins over what was asked for. Empty where nobody says.
 */
export function modelOf(checkpoint: string | null, received: JsonObject | null = null): string {
  const info = infoOf(received);
  const used = info && (info['sd_model_name'] ?? info['model']);
  const name = typeof used === 'string' && used !== '' ? used : (checkpoint ?? '');
  return modelName(name);
}

export function modelName(name: string): string {
  const file = name.split(/[\\/]/).at(-1) ?? '';
  return file
    .replace(/\s*\[[0-9a-f]{6,64}\]\s*$/i, '')
    .replace(/\.(safetensors|ckpt|pt|pth|gguf|sft)$/i, '')
    .trim()
    .toLowerCase()
    .slice(0, 200);
}

/** The facts in a server's answer; the WebUI sends them as JSON within JSON. */
export function infoOf(received: JsonObject | null): JsonObject | null {
  const info = received?.['info'];
  const parsed = typeof info === 'string' ? parseJson(info) : info;
  return isJsonObject(parsed) ? parsed : null;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
