// From what a client sent to what is stored. Pure but for the ids: nothing is asked of a server or the database.
import { InvalidRequestError } from '../common/errors.js';
import { isJsonObject, type JsonObject } from '../common/json.js';
import type { Dispatcher } from '../dispatch/contract/index.js';
import type { GenerateDto } from './generate.dto.js';
import type { JobWarning } from './job.js';
import { extractBlobs } from './job-blobs.js';

const KNOWN_FIELDS = new Set([
  'target_server_alias',
  'app_type',
  'generation_params',
  'alwayson_scripts',
  'source_info',
  'priority',
  'not_before',
  'max_retries',
  'metadata',
]);
const ANY_SERVER = new Set(['', 'any', 'default']);

/** The alias that was asked for; null for any suitable server. */
export function targetAlias(alias: string | null | undefined): string | null {
  const name = alias?.trim() ?? '';
  return ANY_SERVER.has(name.toLowerCase()) ? null : name;
}

/**
 * Puts the parameters under `generation_params` where a client sent them flat, and says so; names keys that nobody
 * reads.
 */
export function normalizeBody(body: JsonObject): { body: JsonObject; warnings: JobWarning[] } {
  const unknown = Object.keys(body).filter((key) => !KNOWN_FIELDS.has(key));
  if (
    body['generation_params'] === undefined &&
    unknown.some((key) => /prompt|infotext|init_images/.test(key))
  ) {
    const params = Object.fromEntries(unknown.map((key) => [key, body[key]]));
    const rest = Object.fromEntries(Object.entries(body).filter(([key]) => KNOWN_FIELDS.has(key)));
    const message =
      'The parameters were taken from the top level of the body; send them under "generation_params".';
    return { body: { ...rest, generation_params: params }, warnings: [{ code: 'flat_parameters', message }] };
  }
  const warnings = unknown.map((key) => ({
    code: 'unknown_parameter',
    message: `"${key}" is not a field of this request; it is kept but has no effect.`,
  }));
  return { body, warnings };
}

export interface ReadParams {
  json: string;
  prompt: string | null;
  warnings: JobWarning[];
  blobs: Map<string, string>;
}

/** @throws InvalidRequestError naming every bad parameter */
export function readParams(dispatcher: Dispatcher, raw: JsonObject): ReadParams {
  const reading = dispatcher.readParams(raw);
  if (reading.problems.length) {
    const fields = reading.problems.map((problem) => ({
      ...problem,
      path: `generation_params.${problem.path}`,
    }));
    throw new InvalidRequestError(
      fields.map((field) => `${field.path}: ${field.message}`).join('; '),
      fields,
    );
  }
  const { value, blobs } = extractBlobs(reading.params);
  return {
    json: JSON.stringify(value),
    prompt: dispatcher.summarize(reading.params).prompt,
    warnings: reading.warnings.map((message) => ({ code: 'parameter', message })),
    blobs,
  };
}

/** `alwayson_scripts` beside the parameters belongs to them; what stands inside wins. */
export function paramsOf(dto: Pick<GenerateDto, 'generation_params' | 'alwayson_scripts'>): JsonObject {
  if (!dto.alwayson_scripts) return dto.generation_params;
  const inside = dto.generation_params['alwayson_scripts'];
  const scripts = { ...dto.alwayson_scripts, ...(isJsonObject(inside) ? inside : {}) };
  return { ...dto.generation_params, alwayson_scripts: scripts };
}

/** Merges an edit into parameters: null removes a key. */
export function mergeParams(params: JsonObject, changes: JsonObject): JsonObject {
  const merged = { ...params, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
