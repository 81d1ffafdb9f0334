// Reads `generation_params` of ComfyUI jobs: validates, unifies names, reads a workflow and its map, draws random seeds.
// Asks no server; which files it has is checked in `prepare`.
import type { FieldProblem } from '../../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { withoutCredentialFields } from '../../../../common/secret-names.js';
import type { ParamsReading } from '../../../contract/index.js';
import { coerceFields, fieldTypes } from '../../../params/coerce-values.js';
import { checkEmbeddedImages } from '../../../params/embedded-images.js';
import { readLora } from '../../../params/lora-choice.dto.js';
import { resolveSeeds } from '../../../params/seeds.js';
import { validateParams } from '../../../params/validate-params.js';
import type { WorkflowTemplate } from '../../../workflow-templates.js';
import { ComfyuiParams } from './comfyui-params.dto.js';
import { promptWarnings } from './prompt-warnings.js';
import { readOwnWorkflow } from './read-own-workflow.js';

const FIELDS = fieldTypes(ComfyuiParams);
const OPTIONS = { truncateFractions: false };
const MAX_IMAGES = 1000;

/** What clients of the WebUIs call otherwise. */
const OTHER_NAMES: Record<string, string> = {
  positive_prompt: 'prompt',
  sampler_index: 'sampler_name',
  sampler: 'sampler_name',
  batch_count: 'n_iter',
  checkpoint: 'checkpoint_name',
  sd_model_checkpoint: 'checkpoint_name',
  sd_vae: 'vae',
  upscaling_resize: 'upscale_by',
  upscaler_1: 'upscaler',
};

export type FindTemplate = (name: string) => WorkflowTemplate | undefined;

/** Paths of the problems are relative to `generation_params`. */
export function readComfyuiParams(raw: JsonObject, findTemplate: FindTemplate): ParamsReading {
  const params = coerceFields(withSingleValues(unified(raw)), FIELDS, OPTIONS);
  if (Array.isArray(params['init_images']) && params['init_images'].length === 0)
    delete params['init_images'];
  if (Array.isArray(params['loras']))
    params['loras'] = params['loras'].map((lora) => readLora(lora, OPTIONS));
  const problems = [...validateParams(ComfyuiParams, params), ...checkEmbeddedImages(params)];
  const warnings = unknownKeys(params);
  if (problems.length > 0) return { params, warnings, problems };
  if (params['template'] !== undefined || params['workflow'] !== undefined) {
    const own = readOwnWorkflow(params, findTemplate);
    return { ...own, warnings: [...warnings, ...own.warnings] };
  }
  return {
    params: resolveSeeds({ prompt: '', batch_size: 1, n_iter: 1, ...params }),
    warnings: [...warnings, ...promptWarnings(params)],
    problems: senseProblems(params),
  };
}

function unified(raw: JsonObject): JsonObject {
  const params: JsonObject = {};
  for (const [key, value] of Object.entries(withoutCredentialFields(raw))) {
    const name = OTHER_NAMES[key] ?? key;
    if (name !== key && isGiven(raw[name])) continue;
    if (isGiven(value)) params[name] = value;
  }
  return params;
}

const SINGLE_VALUE = /^values\.([a-z][a-z0-9_]{0,63})$/;

/** `"values.strength"` is one of the values: an edit of many jobs changes it and leaves the others. */
function withSingleValues(params: JsonObject): JsonObject {
  const single = Object.entries(params).filter(([key]) => SINGLE_VALUE.test(key));
  if (single.length === 0) return params;
  const others = Object.entries(params).filter(([key]) => !SINGLE_VALUE.test(key));
  const values = single.map(([key, value]) => [SINGLE_VALUE.exec(key)![1]!, value] as const);
  const before = isJsonObject(params['values']) ? params['values'] : {};
  return { ...Object.fromEntries(others), values: { ...before, ...Object.fromEntries(values) } };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

function senseProblems(params: JsonObject): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const hasImage = Array.isArray(params['init_images']);
  if (params['mask'] !== undefined && !hasImage)
    problems.push({ path: 'mask', message: 'A mask needs an image to paint on: give init_images too.' });
  if (Number(params['batch_size'] ?? 1) * Number(params['n_iter'] ?? 1) > MAX_IMAGES)
    problems.push({ path: 'n_iter', message: `batch_size × n_iter may be ${MAX_IMAGES} at most.` });
  for (const key of ['workflow_map', 'values'])
    if (isJsonObject(params[key]))
      problems.push({ path: key, message: 'This belongs to a workflow: give workflow or template too.' });
  return problems;
}

function unknownKeys(params: JsonObject): string[] {
  return Object.keys(params)
    .filter((key) => !FIELDS.has(key))
    .slice(0, 50)
    .map((key) => `ComfyUI has no word for "${key.slice(0, 100)}": it is kept with the job but not sent.`);
}
