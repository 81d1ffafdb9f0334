// From what a client sent to what is stored. Pure but for the ids: nothing is asked of a server or the database.
import { InvalidRequestError, type FieldProblem } from '../common/errors.js';
import { parseInfotext } from '../common/infotext.js';
import { isJsonObject, type JsonObject } from '../common/json.js';
import { withoutCredentialFields } from '../common/secret-names.js';
import type { Dispatcher } from '../dispatch/contract/index.js';
import type { GenerateDto } from './generate.dto.js';
import { fromGradioRaw, isGradioRaw } from './gradio-raw.js';
import type { JobWarning } from './job.js';
import { extractBlobs } from './job-blobs.js';
import { modelOf, sizeOf, workOf } from './job-work.js';
import { findReferences, withStandIns, type FoundReference } from './job-references.js';

const KNOWN_FIELDS = new Set([
  'target_server_alias',
  'app_type',
  'generation_params',
  'generation_info_raw',
  'alwayson_scripts',
  'source_info',
  'priority',
  'not_before',
  'max_retries',
  'metadata',
  'webhook',
  'depends_on',
  'on_dependency_failure',
  'dynamic_prompts',
  'background',
  'server_tags',
]);
const MAX_WARNINGS = 50;
const ANY_SERVER = new Set(['', 'any', 'default']);

/** The alias that was asked for; null for any suitable server. */
export function targetAlias(alias: string | null | undefined): string | null {
  const name = alias?.trim() ?? '';
  return ANY_SERVER.has(name.toLowerCase()) ? null : name;
}

export interface NormalBody {
  body: JsonObject;
  warnings: JobWarning[];
}

/**
 * Versions of the Forge extension around 3e0b11c put their key and secret into the body, which must be kept nowhere, and
 * the parameters under `payload`.
 */
export function withoutCredentials(body: JsonObject): JsonObject {
  const { payload: sent, ...others } = body;
  const rest = withoutCredentialFields(others);
  const given = rest['generation_params'];
  if (isJsonObject(given)) rest['generation_params'] = withoutCredentialFields(given);
  if (sent === undefined) return rest;
  const payload = isJsonObject(sent) ? withoutCredentialFields(sent) : sent;
  const isParams = isJsonObject(payload) && isAbsent(rest['generation_params']);
  return isParams ? { ...rest, generation_params: payload } : { ...rest, payload };
}

/**
 * One form for all that clients send: the parameters under `generation_params`, read from a page's raw call where one
 * was sent, taken from the top level where they stand there, absent beside an infotext. Names keys that nobody reads.
 */
export function normalizeBody(body: JsonObject): NormalBody {
  const unknown = Object.keys(body).filter((key) => !KNOWN_FIELDS.has(key));
  const params = body['generation_params'];
  if (isGradioRaw(params)) {
    const { params: read, warnings } = fromGradioRaw(params);
    return { body: { ...body, generation_params: read }, warnings: [...warnings, ...unread(unknown)] };
  }
  if (isAbsent(params) && unknown.some((key) => /prompt|infotext|init_images/.test(key))) {
    const flat = Object.fromEntries(unknown.map((key) => [key, body[key]]));
    const rest = Object.fromEntries(Object.entries(body).filter(([key]) => KNOWN_FIELDS.has(key)));
    const message =
      'The parameters were taken from the top level of the body; send them under "generation_params".';
    return { body: { ...rest, generation_params: flat }, warnings: [{ code: 'flat_parameters', message }] };
  }
  const hasInfotext = typeof body['generation_info_raw'] === 'string' && body['generation_info_raw'] !== '';
  const whole = isAbsent(params) && hasInfotext ? { ...body, generation_params: {} } : body;
  return { body: whole, warnings: unread(unknown) };
}

/** Warnings are in every row of a list, and names are as long as a client likes. */
function unread(keys: string[]): JobWarning[] {
  return keys.slice(0, MAX_WARNINGS).map((key) => ({
    code: 'unknown_parameter',
    message: `"${key.slice(0, 100)}" is not a field of this request; it is kept but has no effect.`,
  }));
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

/** An infotext that says nothing would become a picture of nothing. */
export function infotextProblems(dto: Pick<GenerateDto, 'generation_info_raw'>): FieldProblem[] {
  const text: unknown = dto.generation_info_raw;
  if (typeof text !== 'string') return [];
  const { prompt, settings } = parseInfotext(text);
  if (prompt !== '' || Object.keys(settings).length > 0) return [];
  const message =
    'holds neither a prompt nor parameters; send the text that A1111 or Forge wrote into an image';
  return [{ path: 'generation_info_raw', message }];
}

/** @throws InvalidRequestError naming all of them; nothing when there are none */
export function refuseProblems(problems: FieldProblem[]): void {
  if (!problems.length) return;
  throw new InvalidRequestError(
    problems.map((problem) => `${problem.path}: ${problem.message}`).join('; '),
    problems,
  );
}

export interface ReadParams {
  json: string;
  prompt: string | null;
  negativePrompt: string | null;
  /** The heavy model, as `modelName` writes it; empty where the job takes what is loaded. */
  model: string;
  /** Megapixels × steps × images. */
  work: number;
  /** Of a picture at its largest, and how many are made at the same time. */
  megapixels: number;
  batch: number;
  warnings: JobWarning[];
  blobs: Map<string, string>;
  /** What it takes of earlier jobs. */
  references: FoundReference[];
}

/** @throws InvalidRequestError naming every bad parameter */
export function readParams(dispatcher: Dispatcher, raw: JsonObject): ReadParams {
  const { params: stoodIn, putBack } = withStandIns(raw);
  const reading = dispatcher.readParams(stoodIn);
  const params = putBack(reading.params);
  const references = findReferences(params);
  refuseProblems(inParams([...reading.problems, ...referenceProblems(references)]));
  const { value, blobs } = extractBlobs(params);
  const summary = dispatcher.summarize(params);
  const { prompt, negativePrompt, checkpoint } = summary;
  return {
    json: JSON.stringify(value),
    ...{ prompt, negativePrompt, model: modelOf(checkpoint), work: workOf(params, summary) },
    ...sizeOf(params, summary),
    warnings: reading.warnings.map((message) => ({ code: 'parameter', message })),
    ...{ blobs, references },
  };
}

function referenceProblems(references: readonly FoundReference[]): FieldProblem[] {
  const message = 'takes one image: give its place, from 0, or put it into a list for all of them';
  return references.flatMap(({ reference, path, inList }) =>
    'image' in reference && reference.image === 'all' && !inList ? [{ path, message }] : [],
  );
}

/** Their paths as the client wrote them. */
export function inParams(problems: FieldProblem[]): FieldProblem[] {
  return problems.map((problem) => ({ ...problem, path: `generation_params.${problem.path}` }));
}

/**
 * All parameters of a request: `alwayson_scripts` and an infotext beside them belong to them; what stands inside wins.
 */
export function paramsOf(
  dto: Pick<GenerateDto, 'generation_params' | 'generation_info_raw' | 'alwayson_scripts'>,
): JsonObject {
  const params = { ...dto.generation_params };
  if (dto.generation_info_raw !== undefined) params['infotext'] ??= dto.generation_info_raw;
  if (!dto.alwayson_scripts) return params;
  const inside = params['alwayson_scripts'];
  const scripts = { ...dto.alwayson_scripts, ...(isJsonObject(inside) ? inside : {}) };
  return { ...params, alwayson_scripts: scripts };
}

/** Clients that send an infotext take 200 alone for success (`sd-civitai-browser-plus-stablequeue`). */
export function expects200(body: JsonObject): boolean {
  const { generation_info_raw: infotext, source_info: source } = body;
  if (typeof infotext === 'string' && infotext !== '') return true;
  return typeof source === 'string' && source.startsWith('civitai_browser_plus');
}

/** Merges an edit into parameters: null removes a key. */
export function mergeParams(params: JsonObject, changes: JsonObject): JsonObject {
  const merged = { ...params, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
