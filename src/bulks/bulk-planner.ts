// From a bulk request to the jobs that will be stored: each prepared as if it had been submitted alone, problems and
// warnings gathered. Stores nothing. Lets others have their turn now and then, because thousands of jobs take a while.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { InvalidRequestError, type FieldProblem } from '../common/errors.js';
import { newJobId } from '../common/ids.js';
import { isJsonObject, parseJson, shortenStrings, type JsonObject } from '../common/json.js';
import { withoutSecretsInParams } from '../common/secret-names.js';
import { GenerateDto } from '../jobs/generate.dto.js';
import { readList, type JobWarning } from '../jobs/job.js';
import type { NewJob } from '../jobs/jobs.repository.js';
import { JobsService } from '../jobs/jobs.service.js';
import { refuseProblems } from '../jobs/submission.js';
import type { BulkProblem } from './bulk-errors.js';
import type { BulkRequest } from './bulk-intake.js';
import { LARGEST_SEED } from './bulk-seeds.js';
import { variationsOf, type Variation } from './bulk-variations.js';

export interface BulkPlan {
  jobs: NewJob[];
  /** Each once, the first 20. */
  problems: BulkProblem[];
  /** Each once, of all jobs. */
  warnings: JobWarning[];
}

const MAX_PROBLEMS = 20;
const MAX_WARNINGS = 50;
const TURN_MS = 10;

@Injectable()
export class BulkPlanner {
  constructor(
    private readonly jobs: JobsService,
    private readonly clock: Clock,
  ) {}

  /** @throws whatever `JobsService.prepare` throws beside problems with parameters: an unknown server, no right to it */
  async plan(request: BulkRequest, who: Principal): Promise<BulkPlan> {
    refuseLargeSeeds(request.options);
    const gathered = new Gathered(request);
    const startedAt = this.clock.now();
    const jobs: NewJob[] = [];
    let before: Made | undefined;
    let turnAt = performance.now();
    for (const variation of variationsOf(request.template, request.options)) {
      const envelope = envelopeOf(request, variation, startedAt);
      before = cloned(before, variation, envelope) ?? this.make(variation, envelope, who, gathered);
      if (before) jobs.push(before.job);
      if (gathered.isFull) break;
      if (performance.now() - turnAt < TURN_MS) continue;
      await nextTurn();
      turnAt = performance.now();
    }
    return { jobs, problems: gathered.problems, warnings: gathered.warnings };
  }

  private make(
    variation: Variation,
    envelope: GenerateDto,
    who: Principal,
    gathered: Gathered,
  ): Made | undefined {
    try {
      const context = { asked: askedOf(envelope), warnings: [], who, background: true };
      const job = this.jobs.prepare(envelope, context);
      gathered.addWarnings(readList<JobWarning>(job.warningsJson));
      return { job, variation, params: parseJson(job.paramsJson) };
    } catch (error) {
      if (!(error instanceof InvalidRequestError)) throw error;
      gathered.addProblems(variation, error);
      return undefined;
    }
  }
}

/** They would begin at 0 again, and the pictures would be others than those that were asked for. */
function refuseLargeSeeds({ base_seed: base, matrix }: BulkRequest['options']): void {
  const problems = [
    { path: 'base_seed', seed: base },
    ...(matrix?.seeds ?? []).map((seed, index) => ({ path: `matrix.seeds.${index}`, seed })),
  ].flatMap(({ path, seed = 0 }) =>
    seed > LARGEST_SEED ? [{ path, message: `must not be greater than ${LARGEST_SEED}` }] : [],
  );
  refuseProblems(problems.slice(0, MAX_PROBLEMS));
}

interface Made {
  job: NewJob;
  variation: Variation;
  /** As they will be stored. */
  params: unknown;
}

/**
 * The next of a kind without reading everything again: only its seed differs. Undefined where that cannot be said: after
 * a dynamic prompt, which the seed decides, or when something else was drawn by chance.
 */
function cloned(before: Made | undefined, variation: Variation, envelope: GenerateDto): Made | undefined {
  if (!before || before.variation.kind !== variation.kind || before.job.promptChoicesJson !== null)
    return undefined;
  const { params } = before;
  if (
    !isJsonObject(params) ||
    params['seed'] !== before.variation.seed ||
    drewSubseed(params, variation.params)
  )
    return undefined;
  const own = { ...params, seed: variation.seed };
  const job: NewJob = {
    ...before.job,
    id: newJobId(),
    notBefore: envelope.not_before ?? null,
    paramsJson: JSON.stringify(own),
    requestJson: JSON.stringify(askedOf(envelope)),
  };
  return { job, variation, params: own };
}

function drewSubseed(params: JsonObject, asked: JsonObject): boolean {
  return params['subseed'] !== undefined && params['subseed'] !== asked['subseed'];
}

function envelopeOf(
  { envelope, options }: BulkRequest,
  variation: Variation,
  startedAt: number,
): GenerateDto {
  const own = {
    generation_params: variation.params,
    generation_info_raw: undefined,
    alwayson_scripts: undefined,
    webhook: undefined,
    not_before: startOf(envelope.not_before, options.job_delay ?? 0, variation.index, startedAt),
  };
  return Object.assign(new GenerateDto(), envelope, own);
}

/** Undefined: at once. */
function startOf(
  notBefore: string | undefined,
  delaySeconds: number,
  index: number,
  now: number,
): string | undefined {
  const first = notBefore === undefined ? now : Date.parse(notBefore);
  if (notBefore === undefined && (delaySeconds === 0 || index === 0)) return undefined;
  return new Date(first + index * delaySeconds * 1000).toISOString();
}

/** What this one job was asked for; the whole request is kept with the bulk. */
function askedOf(envelope: GenerateDto): JsonObject {
  const { target_server_alias, app_type, source_info, priority, not_before, generation_params } = envelope;
  const asked = { target_server_alias, app_type, source_info, priority, not_before, generation_params };
  return shortenStrings(withoutSecretsInParams(asked)) as JsonObject;
}

class Gathered {
  private readonly found = new Map<string, BulkProblem>();
  private readonly told = new Map<string, JobWarning>();

  constructor(private readonly request: BulkRequest) {
    this.addWarnings(request.warnings);
    for (const { line, message } of request.file?.problems ?? [])
      this.found.set(`line ${line}`, { path: 'file', message, index: null, line, jobs: 0 });
  }

  get isFull(): boolean {
    return this.found.size >= MAX_PROBLEMS;
  }

  get problems(): BulkProblem[] {
    return [...this.found.values()];
  }

  get warnings(): JobWarning[] {
    return [...this.told.values()];
  }

  addWarnings(warnings: readonly JobWarning[]): void {
    for (const warning of warnings) {
      if (this.told.size >= MAX_WARNINGS) return;
      this.told.set(`${warning.code} ${warning.message}`, warning);
    }
  }

  addProblems(variation: Variation, error: InvalidRequestError): void {
    const fields = (error.details as { fields?: FieldProblem[] } | undefined)?.fields;
    for (const field of fields ?? [{ path: 'generation_params', message: error.message }]) {
      const place = this.placeOf(variation, field.path);
      const key = `${place.path} ${field.message}`;
      const known = this.found.get(key);
      if (known) known.jobs += 1;
      else if (!this.isFull)
        this.found.set(key, { ...place, message: field.message, index: variation.index, jobs: 1 });
    }
  }

  /** A bad value that stands in the list is told by its place there. */
  private placeOf({ entry }: Variation, path: string): { path: string; line: number | null } {
    const { options, file } = this.request;
    const value = entry === null ? undefined : options.prompt_list?.[entry];
    const name = path.replace(/^generation_params\./, '');
    const key = name.split('.')[0]!;
    const stands = isJsonObject(value) ? key in value : value !== undefined && key === 'prompt';
    if (entry === null || !stands) return { path, line: null };
    const line = file?.entries[entry]?.line ?? null;
    return { path: line === null ? `prompt_list.${entry}.${name}` : name, line };
  }
}
