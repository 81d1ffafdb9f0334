// From the body of a request to a pipeline that can be planned: its shape and the order of its steps. Pure; what is
// wrong is gathered, so that it can be told together with what the planner finds.
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { InvalidRequestError, type FieldProblem } from '../common/errors.js';
import { flattenProblems } from '../common/field-problems.js';
import { isJsonObject, shortenStrings, type JsonObject } from '../common/json.js';
import { unknownFields } from '../common/known-fields.js';
import { withoutCredentialFields, withoutSecretsInParams } from '../common/secret-names.js';
import {
  MAX_STEPS,
  PipelineRequestDto,
  PipelineStepDto,
  TakenImagesDto,
  TakenSeedDto,
  TakesDto,
} from './pipeline-request.dto.js';
import { orderOf, type OrderedStep } from './step-order.js';

export interface PipelineRequest {
  dto: PipelineRequestDto;
  /** Places of the steps that can be planned, each behind all that it waits for. */
  order: number[];
  /** Each step as it was sent. */
  sentSteps: JsonObject[];
  problems: FieldProblem[];
  /** What was asked for, as it is kept: without secrets, long things shortened. */
  asked: JsonObject;
}

const MAX_PROBLEMS = 50;

/** @throws InvalidRequestError when there are no steps that could be looked at */
export function readPipeline(body: unknown): PipelineRequest {
  if (!isJsonObject(body)) throw new InvalidRequestError('The body must be a JSON object.');
  const sent = withoutCredentials(body);
  const dto = plainToInstance(PipelineRequestDto, sent);
  const found = [...flattenProblems(validateSync(dto)), ...unknownOnes(sent)];
  const bad = new Set(found.flatMap(({ path }) => /^steps\.(\d+)/.exec(path)?.[1] ?? []).map(Number));
  const problems = found.slice(0, MAX_PROBLEMS);
  const sentSteps = stepsIn(sent);
  const request = { dto: withoutBad(dto, found), sentSteps, asked: kept(sent) };
  if (sentSteps.length === 0 || sentSteps.length > MAX_STEPS) return { ...request, order: [], problems };
  // Of a bad step the name alone is looked at, so that others may still call it.
  const { order, problems: ofOrder } = orderOf(
    dto.steps.map((step, place) => (bad.has(place) ? nameOf(step, place) : step)),
  );
  return { ...request, order: order.filter((place) => !bad.has(place)), problems: [...problems, ...ofOrder] };
}

/** The steps are still planned, for what is wrong with them; a field that is wrong for all of them is told once. */
function withoutBad(dto: PipelineRequestDto, problems: FieldProblem[]): PipelineRequestDto {
  const bad = new Set(problems.map(({ path }) => path.split('.')[0]!));
  const good = Object.entries(dto).filter(([field]) => field === 'steps' || !bad.has(field));
  return Object.assign(new PipelineRequestDto(), Object.fromEntries(good));
}

function nameOf({ name }: PipelineStepDto, place: number): OrderedStep {
  return { name: typeof name === 'string' ? name : `step ${place}` };
}

function stepsIn(sent: JsonObject): JsonObject[] {
  const steps = sent['steps'];
  return Array.isArray(steps) && steps.every(isJsonObject) ? steps : [];
}

function withoutCredentials(body: JsonObject): JsonObject {
  const rest = withoutCredentialFields(body);
  const steps = rest['steps'];
  if (!Array.isArray(steps)) return rest;
  const clean = (step: unknown): unknown => {
    if (!isJsonObject(step)) return step;
    const own = withoutCredentialFields(step);
    const params = own['generation_params'];
    return isJsonObject(params) ? { ...own, generation_params: withoutCredentialFields(params) } : own;
  };
  return { ...rest, steps: steps.map(clean) };
}

/** A misspelt `takes` would be a step that takes nothing. */
function unknownOnes(sent: JsonObject): FieldProblem[] {
  const ofSteps = stepsIn(sent).flatMap((step, index) => {
    const takes = isJsonObject(step['takes']) ? step['takes'] : {};
    const path = `steps.${index}.`;
    return [
      ...unknownFields(PipelineStepDto, step, path),
      ...unknownFields(TakesDto, takes, `${path}takes.`),
      ...unknownFields(TakenImagesDto, takes['images'], `${path}takes.images.`),
      ...unknownFields(TakenSeedDto, takes['seed'], `${path}takes.seed.`),
    ];
  });
  return [...unknownFields(PipelineRequestDto, sent), ...ofSteps];
}

function kept(sent: JsonObject): JsonObject {
  const { webhook, ...rest } = sent;
  const shown: JsonObject = { ...rest, steps: stepsIn(sent).map(withoutSecretsInParams) };
  if (isJsonObject(webhook)) {
    const { events, template } = webhook;
    shown['webhook'] = { url: '…', events, template };
  }
  return shortenStrings(shown) as JsonObject;
}
