// Reads `generation_params` of Forge and A1111 jobs: validates, unifies names, fills from an infotext, sets our
// defaults and draws random seeds. Asks no server; what a server knows is checked in `prepare`.
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { FieldProblem } from '../../../common/errors.js';
import { problemsOf } from '../../../common/field-problems.js';
import { paramsFromInfotext, parseInfotext } from '../../../common/infotext.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { ParamsReading } from '../../contract/index.js';
import { normaliseScripts } from './alwayson-scripts.js';
import { checkSense } from './check-sense.js';
import { coerceFields, fieldTypes, type CoerceOptions } from './coerce-values.js';
import { checkEmbeddedImages } from './embedded-images.js';
import { resolveSeeds } from './seeds.js';
import { unifyNames } from './unify-names.js';
import { LoraChoice, WebuiParams } from './webui-params.dto.js';

const FIELDS = fieldTypes(WebuiParams);
const LORA_FIELDS = fieldTypes(LoraChoice);
const DEFAULTS: JsonObject = {
  prompt: '',
  steps: 20,
  width: 512,
  height: 512,
  cfg_scale: 7,
  batch_size: 1,
  n_iter: 1,
};

/** Names of all parameters that we know. */
export const KNOWN_PARAMS: ReadonlySet<string> = new Set(FIELDS.keys());

/** Paths of the problems are relative to `generation_params`. */
export function readWebuiParams(raw: JsonObject, options: CoerceOptions): ParamsReading {
  const warnings: string[] = [];
  const problems: FieldProblem[] = [];
  const given = unifyNames(raw, warnings);
  const params = { ...DEFAULTS, ...coerceFields(withInfotext(given), FIELDS, options) };
  const images = params['init_images'];
  if (Array.isArray(images) && images.length === 0) delete params['init_images'];
  if (Array.isArray(params['loras']))
    params['loras'] = params['loras'].map((lora) => readLora(lora, options));
  if (isJsonObject(params['alwayson_scripts'])) {
    params['alwayson_scripts'] = normaliseScripts(params['alwayson_scripts'], problems);
  }
  problems.push(...validate(params), ...checkEmbeddedImages(params));
  warnings.push(...unknownKeys(params));
  if (problems.length > 0) return { params, warnings, problems };
  const sense = checkSense(params);
  return {
    params: resolveSeeds(params),
    warnings: [...warnings, ...sense.warnings],
    problems: sense.problems,
  };
}

function withInfotext(given: JsonObject): JsonObject {
  const { infotext, ...explicit } = given;
  if (typeof infotext !== 'string') return given;
  const written = unifyNames(paramsFromInfotext(parseInfotext(infotext)), []);
  const settings = isJsonObject(written['override_settings']) ? written['override_settings'] : {};
  const own = explicit['override_settings'];
  if (isJsonObject(own)) return { ...written, ...explicit, override_settings: { ...settings, ...own } };
  return { ...written, ...explicit };
}

/** `{name, weight}`; a bare name is accepted too. */
function readLora(lora: unknown, options: CoerceOptions): unknown {
  if (typeof lora === 'string') return { name: lora };
  return isJsonObject(lora) ? coerceFields(lora, LORA_FIELDS, options) : lora;
}

function validate(params: JsonObject): FieldProblem[] {
  const dto = plainToInstance(WebuiParams, params);
  return validateSync(dto, { forbidUnknownValues: true }).flatMap((error) => flatten(error, ''));
}

function flatten(error: ValidationError, prefix: string): FieldProblem[] {
  const path = `${prefix}${error.property}`;
  const own = problemsOf(error.constraints ?? {}).map((message) => ({
    path,
    message: `${message} (got ${shown(error.value)}).`,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, `${path}.`))];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function unknownKeys(params: JsonObject): string[] {
  return Object.keys(params)
    .filter((key) => !KNOWN_PARAMS.has(key))
    .slice(0, 50)
    .map(
      (key) =>
        `"${key.slice(0, 100)}" is no parameter of the WebUI API: it is kept with the job but not sent.`,
    );
}
