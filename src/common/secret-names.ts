// Names under which clients send credentials along that nobody asked for: they are kept nowhere. Pure.
import { isJsonObject, type JsonObject } from './json.js';

/** Extensions keep the keys of other services among the options; `token_merging_ratio` is no such thing. */
const SECRET = /api_?key|secret|passw|credential|bearer|(^|_)token$|_tokens?_?(key|id)$/i;
const CREDENTIALS = new Set(['api_key', 'api_secret']);

export function isSecretName(name: string): boolean {
  return SECRET.test(name);
}

/** Without the key and the secret that some clients put beside their parameters. */
export function withoutCredentialFields(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !CREDENTIALS.has(name)));
}

/** Options of a server without those that look like secrets. */
export function withoutSecretOptions(options: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !isSecretName(name)));
}

/** A request as it may be kept: no credentials beside parameters, no secrets among the options of any of them. */
export function withoutSecretsInParams(request: JsonObject): JsonObject {
  const kept = Object.entries(withoutCredentialFields(request)).map(
    ([name, value]) => [name, keptValue(name, value)] as const,
  );
  return Object.fromEntries(kept);
}

/** Where parameters stand inside a request. */
const PARAMS = new Set(['generation_params', 'payload']);

function keptValue(name: string, value: unknown): unknown {
  if (name === 'override_settings' && isJsonObject(value)) return withoutSecretOptions(value);
  if (PARAMS.has(name) && isJsonObject(value)) return withoutSecretsInParams(value);
  if (name === 'prompt_list' && Array.isArray(value))
    return value.map((line: unknown) => (isJsonObject(line) ? withoutSecretsInParams(line) : line));
  return value;
}
