// A caller's own options over those of a server. Pure.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { isSecretName, withoutSecretOptions } from '../../../common/secret-names.js';

/** What a server answers with when none is there to be asked: clients look for these. */
export const BARE_OPTIONS: JsonObject = {
  samples_format: 'png',
  sd_model_checkpoint: null,
  sd_checkpoint_hash: '',
  CLIP_stop_at_last_layers: 1,
};

/** Options that decide about a picture, and the parameters under which a request may say the same. */
const FOR_JOBS: Record<string, readonly string[]> = {
  sd_model_checkpoint: ['checkpoint', 'checkpoint_name', 'sd_model_checkpoint'],
  sd_vae: ['vae', 'sd_vae', 'modules', 'forge_additional_modules'],
  forge_additional_modules: ['modules', 'forge_additional_modules', 'vae', 'sd_vae'],
  CLIP_stop_at_last_layers: ['clip_skip'],
};
/** Names that JavaScript would not take as names. */
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_OPTIONS = 2_000;
const MAX_CHARS = 200_000;

/** What a caller sees. */
export function shownOptions(base: JsonObject, own: JsonObject): JsonObject {
  return { ...withoutSecretOptions(base), ...own };
}

/**
 * What is kept after `given` was posted. A client that sends the whole object back with one change means that change;
 * what equals the server's value needs no keeping. Options that the server does not have are dropped.
 */
export function keptOptions(given: JsonObject, base: JsonObject, own: JsonObject): JsonObject {
  const kept = new Map(Object.entries(own));
  const knows = Object.keys(base).length > Object.keys(BARE_OPTIONS).length;
  for (const [name, value] of Object.entries(given).slice(0, MAX_OPTIONS)) {
    if (UNSAFE.has(name) || isSecretName(name) || (knows && !Object.hasOwn(base, name))) continue;
    if (isSame(value, base[name])) kept.delete(name);
    else kept.set(name, value);
  }
  return Object.fromEntries(kept);
}

/** More than anybody sets by hand. */
export function isTooLarge(options: JsonObject): boolean {
  return JSON.stringify(options).length > MAX_CHARS;
}

/** A request with the caller's options where it does not say otherwise. `knows` limits them to what its servers have. */
export function withOptions(
  params: JsonObject,
  own: JsonObject,
  knows: (name: string) => boolean,
): JsonObject {
  const given = isJsonObject(params['override_settings']) ? params['override_settings'] : {};
  const isSaid = (name: string): boolean =>
    Object.hasOwn(given, name) || FOR_JOBS[name]!.some((param) => params[param] !== undefined);
  const missing = Object.keys(FOR_JOBS).filter(
    (name) => Object.hasOwn(own, name) && isGiven(own[name]) && knows(name) && !isSaid(name),
  );
  if (missing.length === 0) return params;
  const settings = Object.fromEntries(missing.map((name) => [name, own[name]]));
  return { ...params, override_settings: { ...settings, ...given } };
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== '';
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
