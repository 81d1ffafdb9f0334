import { readFileSync } from 'node:fs';
import type { Graph } from './simulator-client.js';

/** Exchanges recorded with ComfyUI 0.33.0, and what may differ although all is well. */
export interface Recorded {
  status: number;
  content_type: string;
  body: unknown;
}

export function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

export const workflows = load<Record<string, Graph>>('workflows');

export function workflow(name: string): Graph {
  return structuredClone(workflows[name]) as Graph;
}

/** The models of the recorded server. */
export const recordedModels = {
  checkpoints: [
    'broken.safetensors',
    'slowload.safetensors',
    'sub/tiny-other.safetensors',
    'tiny-sd15.safetensors',
    'tiny-sdxl.safetensors',
  ],
  diffusionModels: ['tiny-flux.safetensors'],
  textEncoders: ['clip_l.safetensors', 't5xxl_fp16.safetensors'],
  vaes: ['ae.safetensors', 'tiny-vae.safetensors'],
  loras: ['style-a.safetensors', 'sub/style-b.safetensors'],
  upscalers: ['tiny-x2.safetensors'],
  controlNets: [],
  embeddings: ['easyneg.safetensors'],
};

/** Ids, times, counters, sizes and paths of the other server are of no account. */
export function mask(value: unknown, key = ''): unknown {
  if (['timestamp', 'create_time', 'execution_start_time', 'execution_end_time', 'priority'].includes(key))
    return typeof value;
  if (key === 'traceback') return (value as string[]).length > 0 ? 'lines' : value;
  if (key === 'prompt' && Array.isArray(value)) return ['number', ...(mask(value.slice(1)) as unknown[])];
  if (typeof value === 'string')
    return value
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'uuid')
      .replace(/_\d{5}_/g, '_#_')
      .replace(/tensor\([^]*\)/, 'tensor');
  if (Array.isArray(value)) return value.map((item) => mask(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [mask(name), mask(member, name)]));
}

/** Keys in order and types, deep; what holds for the first entry of a list holds for all. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([key, member]) => [key, shapeOf(member)]);
}
