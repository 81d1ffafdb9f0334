// What is in the form: the parameters under the names of the API, and what surrounds them. An absent or empty
// parameter is not sent.
import { PLAIN, type Run } from './run';

export type Params = Record<string, unknown>;

/** From text alone, from a picture, a part of a picture anew, or a picture only made larger (ComfyUI). */
export type Mode = 'text' | 'image' | 'inpaint' | 'upscale';

export interface Draft {
  appType: string;
  /** Alias; null for any server. */
  server: string | null;
  mode: Mode;
  /** What ComfyUI is to run; for every other app_type plain parameters. */
  run: Run;
  /** Of a template or a workflow: one for each field of its form, by the field's name. */
  params: Params;
  /** The plain parameters, while a template or a workflow is chosen. */
  plain: Params | null;
  /** `alwayson_scripts` as typed. */
  scripts: string;
  /** 1-10, higher runs first. */
  priority: number;
  /** Local time as a browser's field gives it (`2026-11-20T18:00`); empty for at once. */
  notBefore: string;
  /** How many jobs one press queues. */
  copies: number;
}

export const FIRST_PARAMS: Params = {
  prompt: '',
  negative_prompt: '',
  width: 1024,
  height: 1024,
  steps: 25,
  cfg_scale: 7,
  seed: -1,
  batch_size: 1,
  n_iter: 1,
};

export const FIRST_DRAFT: Draft = {
  appType: 'forge',
  server: null,
  mode: 'text',
  run: PLAIN,
  params: FIRST_PARAMS,
  plain: null,
  scripts: '',
  priority: 5,
  notBefore: '',
  copies: 1,
};

const FORMS: Readonly<Record<string, 'webui' | 'comfyui'>> = {
  forge: 'webui',
  a1111: 'webui',
  comfyui: 'comfyui',
};

/** The hand-made form of an app_type; others are drawn from their schema. */
export const formOf = (appType: string): 'webui' | 'comfyui' | 'schema' => FORMS[appType] ?? 'schema';

export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

export function textOf(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}

/** The number under a name; undefined where there is none (also while a field is empty). */
export function numberOf(params: Params, name: string): number | undefined {
  const value = params[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
