// One pipeline while it is planned: which jobs each step becomes, and everything that is wrong with it. A step with a
// problem is stood in for, so that the steps after it are looked at, too. Asks its `PlanningHelp` alone.
import { DomainError, InvalidRequestError, type FieldProblem } from '../common/errors.js';
import { isJsonObject, parseJson, type JsonObject } from '../common/json.js';
import type { Dispatcher } from '../dispatch/contract/index.js';
import { GenerateDto } from '../jobs/generate.dto.js';
import type { Dependency } from '../jobs/job-dependency.js';
import { readList, type JobWarning } from '../jobs/job.js';
import type { NewJob } from '../jobs/jobs.repository.js';
import type { PipelineRequest } from './pipeline-intake.js';
import type { PipelineStepDto } from './pipeline-request.dto.js';
import { takingProblems, variantCount, variantsOf, type EarlierJob, type Variant } from './take-results.js';

export interface PlanningHelp {
  /** @throws InvalidRequestError, and other DomainErrors for where it should run */
  prepare(dto: GenerateDto, asked: JsonObject): NewJob;
  dispatcherOf(appType: string): Dispatcher;
  /** Is there a server of this kind that the caller may use? */
  hasServer(appType: string): boolean;
  /** @throws BulkTooLargeError */
  checkSize(jobs: number): void;
}

export interface PlannedStep {
  /** In the request. */
  place: number;
  step: PipelineStepDto;
  jobs: NewJob[];
}

/** What the steps after a bad one are looked at with. */
const STAND_IN: readonly EarlierJob[] = [{ id: 'unknown', images: 1, seed: 0 }];
const MAX_WARNINGS = 50;

export class PipelinePlanning {
  /** In the order in which they were added. */
  readonly steps: PlannedStep[] = [];
  readonly problems: FieldProblem[] = [];
  readonly warnings: JobWarning[] = [];
  private readonly made = new Map<string, EarlierJob[]>();
  private jobs = 0;

  constructor(
    private readonly request: PipelineRequest,
    private readonly help: PlanningHelp,
  ) {}

  /** Steps that it waits for come before it. @throws BulkTooLargeError */
  add(place: number): void {
    const step = this.request.dto.steps[place]!;
    const earlier = (name: string): readonly EarlierJob[] => this.made.get(name) ?? STAND_IN;
    const problems = takingProblems(step, earlier);
    this.help.checkSize((this.jobs += variantCount(step, earlier)));
    const variants = problems.length
      ? [{ params: step.generation_params, after: [] }]
      : variantsOf(step, earlier);
    const jobs: NewJob[] = [];
    // What is wrong with one variant is wrong with the others.
    for (const variant of variants) {
      const job = this.prepare(place, step, variant, problems);
      if (!job || problems.length) break;
      jobs.push(job);
    }
    this.problems.push(...problems.map(({ path, message }) => ({ path: `steps.${place}.${path}`, message })));
    if (problems.length) return;
    this.steps.push({ place, step, jobs });
    this.made.set(
      step.name,
      jobs.map((job) => this.earlierOf(job)),
    );
    this.warn(step.name, jobs);
  }

  private prepare(
    place: number,
    step: PipelineStepDto,
    variant: Variant,
    problems: FieldProblem[],
  ): NewJob | undefined {
    try {
      const job = this.help.prepare(this.envelopeOf(step, variant), this.request.sentSteps[place]!);
      problems.push(...this.fitProblems(step, job));
      return { ...job, dependencies: job.dependencies.map((one) => within(place, one)) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push(...problemsOf(error, step));
      return undefined;
    }
  }

  private envelopeOf(step: PipelineStepDto, { params, after }: Variant): GenerateDto {
    const { priority, not_before, source_info, metadata } = this.request.dto;
    const { app_type, target_server_alias, max_retries, dynamic_prompts, on_failure } = step;
    const own = {
      ...{ app_type, target_server_alias, max_retries, dynamic_prompts, not_before, source_info, metadata },
      priority: step.priority ?? priority,
      generation_params: params,
      depends_on: after,
      on_dependency_failure: on_failure,
    };
    return Object.assign(new GenerateDto(), own);
  }

  private fitProblems({ takes }: PipelineStepDto, job: NewJob): FieldProblem[] {
    const problems: FieldProblem[] = [];
    if (job.targetServerAlias === null && !this.help.hasServer(job.appType)) {
      const message = `no server of the app_type "${job.appType}" that you may use has been added`;
      problems.push({ path: 'app_type', message });
    }
    if (!takes?.images) return problems;
    const { label, capabilities } = this.help.dispatcherOf(job.appType);
    if (!capabilities.img2img) problems.push({ path: 'takes.images', message: `${label} takes no images` });
    // Odd parameters are kept and not sent, which is a warning; an image that goes nowhere is a problem.
    const name = `"${takes.images.into.split('.')[0]}"`;
    const odd = readList<JobWarning>(job.warningsJson).find(
      ({ code, message }) => code === 'parameter' && message.includes(name),
    );
    return odd ? [...problems, { path: 'takes.images.into', message: odd.message }] : problems;
  }

  private earlierOf(job: NewJob): EarlierJob {
    const params = parseJson(job.paramsJson);
    const { images, seed } = this.help
      .dispatcherOf(job.appType)
      .summarize(isJsonObject(params) ? params : {});
    return { id: job.id, images, seed };
  }

  private warn(name: string, jobs: readonly NewJob[]): void {
    for (const { code, message } of jobs.flatMap((job) => readList<JobWarning>(job.warningsJson))) {
      const warning = { code, message: `Step "${name}": ${message}` };
      if (this.warnings.length >= MAX_WARNINGS) return;
      if (!this.warnings.some((known) => known.message === warning.message)) this.warnings.push(warning);
    }
  }
}

/** For problems that only the queue can tell of. */
function within(place: number, dependency: Dependency): Dependency {
  return { ...dependency, path: `steps.${place}.${dependency.path}` };
}

/** By their place in the step; those of the parameter that images go to are told of where that is named. */
function problemsOf(error: DomainError, { takes }: PipelineStepDto): FieldProblem[] {
  if (!(error instanceof InvalidRequestError)) {
    const path = error.code === 'server_not_found' ? 'target_server_alias' : 'app_type';
    return [{ path, message: error.message }];
  }
  const { fields } = (error.details ?? {}) as { fields?: FieldProblem[] };
  const into = takes?.images && `generation_params.${takes.images.into}`;
  return (fields ?? [{ path: 'generation_params', message: error.message }]).map(({ path, message }) => {
    if (into === undefined || (path !== into && !path.startsWith(`${into}.`))) return { path, message };
    return { path: 'takes.images.into', message: `takes no image there: ${message}` };
  });
}
