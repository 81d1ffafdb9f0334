// Queues a bulk: all of its jobs, its own row, its event and what makes the submit repeatable in one transaction.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { parseJson, type JsonObject } from '../common/json.js';
import type { Remember } from '../idempotency/idempotency.service.js';
import { describeBlobs } from '../jobs/job-blobs.js';
import type { JobRow } from '../jobs/job.js';
import type { NewJob } from '../jobs/jobs.repository.js';
import { JobsService } from '../jobs/jobs.service.js';
import { WebhookIntake } from '../webhooks/contract/webhook-intake.js';
import type { BulkDryRunDto, BulkEtaDto, BulkSampleDto, BulkSubmittedDto } from './bulk-answers.dto.js';
import { BulkProblemsError } from './bulk-errors.js';
import { BulkEstimate } from './bulk-estimate.js';
import type { BulkRequest } from './bulk-intake.js';
import { BulkPlanner, type BulkPlan } from './bulk-planner.js';
import type { NewBulk } from './bulk-row.js';
import { underNewId } from './under-new-id.js';
import { BulksRepository } from './bulks.repository.js';

export interface BulkContext {
  who: Principal;
  /** Addresses in webhooks begin with it. */
  baseUrl: string;
}

const SAMPLES = 5;

@Injectable()
export class BulkSubmitter {
  constructor(
    private readonly planner: BulkPlanner,
    private readonly jobs: JobsService,
    private readonly bulks: BulksRepository,
    private readonly webhooks: WebhookIntake,
    private readonly estimate: BulkEstimate,
  ) {}

  /** @throws BulkProblemsError and nothing is stored; whatever `JobsService.store` throws */
  async submit(request: BulkRequest, context: BulkContext, remember: Remember): Promise<BulkSubmittedDto> {
    const { envelope } = request;
    const webhookJson = envelope.webhook ? this.webhooks.take(envelope.webhook, context.baseUrl) : null;
    const plan = await this.planner.plan(request, context.who);
    if (plan.problems.length) throw new BulkProblemsError(plan.problems);
    const { id, rows } = await this.store(request, plan, { who: context.who, webhookJson, remember });
    return this.answer(id, rows, plan);
  }

  async dryRun(request: BulkRequest, { who, baseUrl }: BulkContext): Promise<BulkDryRunDto> {
    if (request.envelope.webhook) this.webhooks.take(request.envelope.webhook, baseUrl);
    const { jobs, problems, warnings } = await this.planner.plan(request, who);
    await this.jobs.checkDependencies(jobs, who);
    const [first] = jobs;
    const line = first && (await this.bulks.line(first.priority));
    const ahead = line ? line.before + sum(line.rounds.values()) : 0;
    return {
      success: true,
      dry_run: true,
      total_jobs: request.totalJobs,
      eta: first ? this.etaOf(jobs, ahead) : null,
      sample: jobs.slice(0, SAMPLES).map(sampleOf),
      problems,
      warnings,
    };
  }

  private store(
    request: BulkRequest,
    plan: BulkPlan,
    { who, webhookJson, remember }: { who: Principal; webhookJson: string | null; remember: Remember },
  ): Promise<{ id: string; rows: JobRow[] }> {
    return underNewId('bulk', async (id) => {
      const jobs = plan.jobs.map((job) => ({ ...job, bulkJobId: id }));
      const rows = await this.jobs.store(jobs, who, async () => {
        await this.bulks.insert(bulkOf(id, request, plan.jobs[0]!, webhookJson));
        await remember(id);
      });
      return { id, rows };
    });
  }

  private async answer(id: string, rows: readonly JobRow[], plan: BulkPlan): Promise<BulkSubmittedDto> {
    const { before, rounds } = await this.bulks.line(plan.jobs[0]!.priority);
    const positions = positionsOf(rows, before, rounds);
    const last = positions.get(rows.at(-1)!.mobilesd_job_id) ?? 0;
    const ahead = Math.max(0, last - rows.length);
    return {
      success: true,
      bulk_job_id: id,
      jobs: rows.map(({ mobilesd_job_id: job }) => ({
        stablequeue_job_id: job,
        mobilesd_job_id: job,
        job_id: job,
        queue_position: positions.get(job)!,
      })),
      total_jobs: rows.length,
      warnings: plan.warnings,
      eta: this.etaOf(plan.jobs, ahead),
    };
  }

  private etaOf(jobs: readonly NewJob[], ahead: number): BulkEtaDto | null {
    const { appType, targetServerAlias: alias, apiKeyId: keyId } = jobs[0]!;
    const sample = jobs.map((job) => ({ app_type: appType, generation_params_json: job.paramsJson }));
    // Those of a bulk start one after the other.
    const times = this.estimate.times(jobs[0]!.notBefore, jobs.at(-1)!.notBefore);
    return this.estimate.of({ appType, alias, keyId, jobs: jobs.length, sample, ahead, waits: true, times });
  }
}

/**
 * Each job of a bulk stands last in a round of its own, so it runs after all of the rounds before and of its own; 1 runs
 * next.
 */
export function positionsOf(
  rows: readonly Pick<JobRow, 'mobilesd_job_id' | 'round'>[],
  before: number,
  rounds: ReadonlyMap<number, number>,
): Map<string, number> {
  const order = [...rounds.keys()].sort((a, b) => a - b);
  const until = new Map<number, number>();
  let jobs = before;
  for (const round of order) until.set(round, (jobs += rounds.get(round)!));
  return new Map(rows.map((row) => [row.mobilesd_job_id, until.get(row.round) ?? 1]));
}

function bulkOf(id: string, request: BulkRequest, first: NewJob, webhookJson: string | null): NewBulk {
  return {
    id,
    name: request.options.name ?? null,
    api_key_id: first.apiKeyId,
    source_info: first.sourceInfo,
    app_type: first.appType,
    target_server_alias: first.targetServerAlias,
    total_jobs: request.totalJobs,
    job_delay_seconds: request.options.job_delay ?? 0,
    request_json: JSON.stringify(request.asked),
    webhook_json: webhookJson,
  };
}

function sampleOf(job: NewJob): BulkSampleDto {
  return {
    generation_params: describeBlobs(parseJson(job.paramsJson)) as JsonObject,
    prompt_choices: job.promptChoicesJson === null ? null : (parseJson(job.promptChoicesJson) as JsonObject),
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
