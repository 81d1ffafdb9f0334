// A pipeline as an HTTP request: read, planned, and queued with all of its jobs, the waits between them, its bulk and
// what makes the submit repeatable in one transaction.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import type { NewBulk } from '../bulks/bulk-row.js';
import { BulksRepository } from '../bulks/bulks.repository.js';
import { underNewId } from '../bulks/under-new-id.js';
import { InvalidRequestError, NotFoundError, type FieldProblem } from '../common/errors.js';
import { IdempotencyService, type Remember } from '../idempotency/idempotency.service.js';
import { JobsService } from '../jobs/jobs.service.js';
import { refuseProblems } from '../jobs/submission.js';
import { WebhookIntake } from '../webhooks/contract/webhook-intake.js';
import type { PipelineSubmittedDto } from './pipeline-answers.dto.js';
import { readPipeline, type PipelineRequest } from './pipeline-intake.js';
import { PipelinePlanner, type PipelinePlan } from './pipeline-planner.js';
import type { PlannedStep } from './pipeline-planning.js';
import type { StoredStep } from './pipeline.js';
import { PipelinesRepository } from './pipelines.repository.js';
import { namedBy } from './step-order.js';

export interface PipelineCall {
  body: unknown;
  who: Principal;
  /** The `Idempotency-Key` header. */
  key: string | undefined;
  baseUrl: string;
}

const ROUTE = 'POST /api/v2/pipelines';
const MAX_PROBLEMS = 50;

@Injectable()
export class PipelineStore {
  constructor(
    readonly jobs: JobsService,
    readonly bulks: BulksRepository,
    readonly pipelines: PipelinesRepository,
  ) {}
}

@Injectable()
export class PipelineSubmissions {
  constructor(
    private readonly planner: PipelinePlanner,
    private readonly stored: PipelineStore,
    private readonly webhooks: WebhookIntake,
    private readonly idempotency: IdempotencyService,
  ) {}

  /** @throws InvalidRequestError with all problems, BulkTooLargeError, the errors of `IdempotencyService.run` and `JobsService.store` */
  submit(call: PipelineCall): Promise<{ answer: PipelineSubmittedDto; replayed: boolean }> {
    const { body, who, key } = call;
    return this.idempotency.run(
      { who, route: ROUTE, key, body },
      (remember) => this.make(call, remember),
      (id) => this.again(id),
    );
  }

  private async make(
    { body, who, baseUrl }: PipelineCall,
    remember: Remember,
  ): Promise<PipelineSubmittedDto> {
    const request = readPipeline(body);
    const plan = this.planner.plan(request, who);
    const webhook = this.takeWebhook(request, baseUrl);
    refuseProblems([...request.problems, ...plan.problems, ...webhook.problems].slice(0, MAX_PROBLEMS));
    const steps = plan.steps.map(storedStep);
    const id = await underNewId('pipeline', (id) =>
      this.store({ id, plan, steps, bulk: bulkOf(id, request, plan, webhook.json) }, who, remember),
    );
    return answerOf(id, steps, plan);
  }

  private async store(
    { id, plan, steps, bulk }: { id: string; plan: PipelinePlan; steps: StoredStep[]; bulk: NewBulk },
    who: Principal,
    remember: Remember,
  ): Promise<string> {
    const jobs = plan.jobs.map((job) => ({ ...job, bulkJobId: id }));
    await this.stored.jobs.store(jobs, who, async () => {
      await this.stored.bulks.insert(bulk);
      await this.stored.pipelines.insert(id, steps);
      await remember(id);
    });
    return id;
  }

  private takeWebhook(
    { dto, problems }: PipelineRequest,
    baseUrl: string,
  ): { json: string | null; problems: FieldProblem[] } {
    const isBad = problems.some(({ path }) => path.startsWith('webhook'));
    if (!dto.webhook || isBad) return { json: null, problems: [] };
    try {
      return { json: this.webhooks.take(dto.webhook, baseUrl), problems: [] };
    } catch (error) {
      if (!(error instanceof InvalidRequestError) || error.code !== 'invalid_field_value') throw error;
      return { json: null, problems: (error.details as { fields: FieldProblem[] }).fields };
    }
  }

  /** The answer to its submit once more, for one whose first answer never arrived. */
  private async again(id: string): Promise<PipelineSubmittedDto> {
    const pipeline = await this.stored.pipelines.find(id);
    if (!pipeline) throw new NotFoundError('pipeline', id);
    return answerOf(id, pipeline.steps, { jobs: { length: pipeline.bulk.total_jobs }, warnings: [] });
  }
}

function storedStep({ step, jobs }: PlannedStep): StoredStep {
  const [first] = jobs;
  return {
    name: step.name,
    app_type: first!.appType,
    target_server_alias: first!.targetServerAlias,
    after: [...new Set(namedBy(step).map(({ name }) => name))],
    takes: step.takes ?? null,
    on_failure: step.on_failure ?? 'cancel',
    job_ids: jobs.map((job) => job.id),
  };
}

/** Its kind of server is that of its first step, as a bulk has one only. */
function bulkOf(
  id: string,
  { dto, asked }: PipelineRequest,
  plan: PipelinePlan,
  webhookJson: string | null,
): NewBulk {
  const [first] = plan.jobs;
  return {
    id,
    name: dto.name ?? null,
    api_key_id: first!.apiKeyId,
    source_info: first!.sourceInfo,
    app_type: first!.appType,
    target_server_alias: first!.targetServerAlias,
    total_jobs: plan.jobs.length,
    job_delay_seconds: 0,
    request_json: JSON.stringify(asked),
    webhook_json: webhookJson,
  };
}

function answerOf(
  id: string,
  steps: readonly StoredStep[],
  { jobs, warnings }: { jobs: { length: number }; warnings: PipelineSubmittedDto['warnings'] },
): PipelineSubmittedDto {
  return {
    success: true,
    pipeline_id: id,
    steps: steps.map(({ name, job_ids }) => ({ name, job_ids })),
    total_jobs: jobs.length,
    warnings,
  };
}
