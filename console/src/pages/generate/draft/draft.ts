// What is in the form: the parameters under the names of the API, and what surrounds them. An absent or empty
// parameter is not sent.

export type Params = Record<string, unknown>;

/** From text alone, from a picture, or a part of a picture anew. */
export type Mode = 'text' | 'image' | 'inpaint';

export interface Draft {
  appType: string;
  /** Alias; null for any server. */
  server: string | null;
  mode: Mode;
  params: Params;
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
  params: FIRST_PARAMS,
  scripts: '',
  priority: 5,
  notBefore: '',
  copies: 1,
};

const WEBUI = new Set(['forge', 'a1111']);

/** Whether the hand-made form is for this app_type; others are drawn from their schema. */
export const hasOwnForm = (appType: string): boolean => WEBUI.has(appType);

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
