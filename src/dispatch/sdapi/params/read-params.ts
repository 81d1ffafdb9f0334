// Reads `generation_params` of Forge and A1111 jobs: validates, unifies names, fills from an infotext, sets our
// defaults and draws random seeds. Asks no server; what a server knows is checked in `prepare`.
import type { FieldProblem } from '../../../common/errors.js';
import { paramsFromInfotext, parseInfotext } from '../../../common/infotext.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { ParamsReading } from '../../contract/index.js';
import { normaliseScripts } from './alwayson-scripts.js';
import { checkSense } from './check-sense.js';
import { coerceFields, fieldTypes, type CoerceOptions } from '../../params/coerce-values.js';
import { checkEmbeddedImages } from '../../params/embedded-images.js';
import { readLora } from '../../params/lora-choice.dto.js';
import { resolveSeeds } from '../../params/seeds.js';
import { validateParams } from '../../params/validate-params.js';
import { unifyNames } from './unify-names.js';
import { WebuiParams } from './webui-params.dto.js';

const FIELDS = fieldTypes(WebuiParams);
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
  problems.push(...validateParams(WebuiParams, params), ...checkEmbeddedImages(params));
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

function unknownKeys(params: JsonObject): string[] {
  return Object.keys(params)
    .filter((key) => !KNOWN_PARAMS.has(key))
    .slice(0, 50)
    .map(
      (key) =>
        `"${key.slice(0, 100)}" is no parameter of the WebUI API: it is kept with the job but not sent.`,
    );
}
