// What may be done with one job: submit, edit, move, cancel, retry, delete. Lists and the whole queue are in
// `job-reader.ts` and `queue.service.ts`; running a job is `runner/`.
import { Injectable, Logger } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { NotFoundError, type FieldProblem } from '../common/errors.js';
import type { JsonObject } from '../common/json.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import type { EditJobDto, GenerateDto, MoveJobDto } from './generate.dto.js';
import { dependencyProblem, type Dependency } from './job-dependency.js';
import { referencedBlobs, restoreBlobs } from './job-blobs.js';
import { readList, readObject, type JobRow } from './job.js';
import { JobPreparer, type SubmitContext } from './job-preparer.js';
import { JobOperationError, NotYourJobError } from './jobs.errors.js';
import { JobSignals } from './job-signals.js';
import { actionsFor, statesAllowing, type JobAction } from './job-states.js';
import { JobsRepository, type JobEdit, type NewJob } from './jobs.repository.js';
import { QueueAdmission } from './queue-admission.js';
import { mergeParams, readParams, refuseProblems, type ReadParams } from './submission.js';

export type { SubmitContext } from './job-preparer.js';

@Injectable()
export class JobsService {
  private readonly logger = new Logger(JobsService.name);

  constructor(
    private readonly repository: JobsRepository,
    private readonly preparer: JobPreparer,
    private readonly admission: QueueAdmission,
    private readonly registry: DispatcherRegistry,
    private readonly signals: JobSignals,
  ) {}

  /**
   * Stores a job; it is on disk when this resolves. `alongside` is part of its transaction.
   * @throws InvalidRequestError for bad parameters, ServerNotFoundError, DomainError `queue_full`, QuotaExceededError
   */
  async submit(
    dto: GenerateDto,
    context: SubmitContext,
    alongside?: (rows: JobRow[]) => Promise<unknown>,
  ): Promise<JobRow> {
    const job = this.prepare(dto, context);
    const [row] = await this.store([job], context.who, alongside);
    return row!;
  }

  /** The body as a DTO. @throws InvalidRequestError naming every bad field at once, those of the parameters too */
  validate(body: JsonObject): GenerateDto {
    return this.preparer.validate(body);
  }

  /**
   * What `store` takes: validated, nothing stored yet.
   * @throws InvalidRequestError for bad parameters, ServerNotFoundError for an unknown server
   */
  prepare(dto: GenerateDto, context: SubmitContext): NewJob {
    return this.preparer.prepare(dto, context);
  }

  /** Jobs that new ones wait for must be there and be the caller's to see. @throws InvalidRequestError */
  async checkDependencies(jobs: readonly NewJob[], who: Principal): Promise<void> {
    const problems: FieldProblem[] = [];
    for (const dependency of foreign(jobs)) {
      const problem = dependencyProblem(dependency, await this.repository.find(dependency.jobId), who);
      if (problem) problems.push(problem);
    }
    refuseProblems(problems);
  }

  /**
   * Stores jobs in one transaction, with what `alongside` writes; all of it is on disk when this resolves. They may wait
   * for each other; who waits comes after whom it waits for.
   * @throws InvalidRequestError for jobs that one cannot wait for, DomainError `queue_full`, QuotaExceededError
   */
  async store(
    jobs: NewJob[],
    who: Principal,
    alongside?: (rows: JobRow[]) => Promise<unknown>,
  ): Promise<JobRow[]> {
    await this.checkDependencies(jobs, who);
    const rows = await this.admission.admit(jobs, () => this.repository.insertAll(jobs, alongside));
    const [first] = rows;
    this.logger.log(rows.length === 1 ? 'Job stored' : `${rows.length} jobs stored`, {
      dir: 'client→queue',
      jobId: first?.mobilesd_job_id,
      bulkJobId: first?.bulk_job_id ?? undefined,
      appType: first?.app_type,
      server: first?.target_server_alias ?? 'any',
    });
    this.signals.work$.next();
    return rows;
  }

  /** Somebody else's job is answered like one that does not exist. @throws NotFoundError */
  async get(id: string, who: Principal): Promise<JobRow> {
    const row = await this.repository.find(id);
    if (!row || !(who.mayRead(row.api_key_id) || who.mayChange(row.api_key_id))) {
      throw new NotFoundError('job', id);
    }
    return row;
  }

  /** The parameters of a job with their images in place. */
  async fullParams(row: JobRow): Promise<JsonObject> {
    const stored = readObject(row.generation_params_json) ?? {};
    const texts = await this.repository.blobTexts(referencedBlobs(stored));
    return restoreBlobs(stored, texts) as JsonObject;
  }

  async edit(id: string, dto: EditJobDto, who: Principal): Promise<JobRow> {
    const job = await this.changeable(id, who);
    return this.changed(await this.repository.edit(id, await this.editOf(job, dto, who)), id, 'edit');
  }

  async setPriority(id: string, priority: number, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    return this.changed(await this.repository.edit(id, { priority }), id, 'edit');
  }

  async setHeld(id: string, held: boolean, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    return this.changed(await this.repository.setHeld(id, held), id, held ? 'hold' : 'release');
  }

  /** Without `manage_queue` a job moves among its owner's own ones only, and nobody else's turn changes. */
  async move(id: string, dto: MoveJobDto, who: Principal): Promise<JobRow> {
    const job = await this.changeable(id, who);
    const to = dto.to === 'before' ? { before: await this.neighbour(id, dto.before, who) } : dto.to;
    const row = who.can('manage_queue')
      ? await this.repository.move(id, to)
      : await this.repository.moveAmongOwn(id, to, job.api_key_id);
    return this.changed(row, id, 'move');
  }

  /** "Run now": next of those that it may overtake; a failed job is retried first. */
  async runNext(id: string, who: Principal): Promise<JobRow> {
    const job = await this.changeable(id, who);
    if (job.status === 'failed') await this.retry(id, who);
    if (job.held) await this.setHeld(id, false, who);
    if (job.not_before && job.status === 'pending') await this.repository.edit(id, { notBefore: null });
    return this.move(id, { to: 'top' }, who);
  }

  async cancel(id: string, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    const row = await this.repository.cancel(id);
    if (row?.lease_owner) this.signals.cancelled$.next(id);
    return this.changed(row, id, 'cancel');
  }

  /**
   * It comes in like a new job, with `changes` if they are given.
   * @throws InvalidRequestError for bad parameters, ServerNotFoundError, DomainError `queue_full`, QuotaExceededError
   */
  async retry(id: string, who: Principal, changes?: EditJobDto): Promise<JobRow> {
    const job = await this.changeable(id, who);
    const edit = changes && (await this.editOf(job, changes, who));
    const retry = () => this.repository.retry(id, edit);
    const mayRetry = statesAllowing('retry').includes(job.status) && job.lease_owner === null;
    const row = mayRetry ? await this.admission.admit([{ apiKeyId: job.api_key_id }], retry) : await retry();
    if (!row && (await this.get(id, who)).lease_owner) {
      throw new JobOperationError('The job is still being stopped on its server; try again in a moment.');
    }
    return this.changed(row, id, 'retry');
  }

  /** A running job is cancelled first. Its images stay in the gallery. */
  async delete(id: string, who: Principal): Promise<void> {
    const job = await this.changeable(id, who);
    if (job.status === 'processing') await this.cancel(id, who);
    if (!(await this.repository.delete(id))) throw new NotFoundError('job', id);
    // Whoever waited for it may run.
    this.signals.work$.next();
  }

  private async neighbour(id: string, before: string | undefined, who: Principal): Promise<string> {
    if (!before) refuseProblems([{ path: 'before', message: 'is missing: name the job to stand before' }]);
    const other = await (who.can('manage_queue') ? this.get(before!, who) : this.changeable(before!, who));
    if (other.status === 'pending' && before !== id) return before!;
    throw new JobOperationError(
      `Job "${before}" is not another waiting job, so nothing can stand before it.`,
    );
  }

  private async changeable(id: string, who: Principal): Promise<JobRow> {
    const job = await this.get(id, who);
    if (!who.mayChange(job.api_key_id)) throw new NotYourJobError();
    return job;
  }

  private async editOf(job: JobRow, dto: EditJobDto, who: Principal): Promise<JobEdit> {
    const target =
      dto.target_server_alias === undefined
        ? undefined
        : this.preparer.route({ ...dto, app_type: job.app_type }, who);
    return {
      targetServerAlias: target?.alias,
      priority: dto.priority,
      notBefore: dto.not_before ? new Date(dto.not_before).toISOString() : dto.not_before,
      maxRetries: dto.max_retries,
      metadataJson: dto.metadata && JSON.stringify(dto.metadata),
      params: dto.generation_params && (await this.editedParams(job, dto.generation_params)),
    };
  }

  private async editedParams(job: JobRow, changes: JsonObject) {
    const merged = mergeParams(await this.fullParams(job), changes);
    const params = readParams(this.registry.get(job.app_type), merged);
    refuseProblems(newReferences(job, params));
    const warningsJson = params.warnings.length ? JSON.stringify(params.warnings) : null;
    const { json, prompt, model, work, megapixels, batch, blobs } = params;
    return { json, prompt, model, work, megapixels, batch, warningsJson, blobs };
  }

  private async changed(row: JobRow | undefined, id: string, action: JobAction): Promise<JobRow> {
    if (row) {
      this.signals.work$.next();
      return row;
    }
    const job = await this.repository.find(id);
    if (!job) throw new NotFoundError('job', id);
    const may = actionsFor({ status: job.status, held: job.held === 1 }).join(', ');
    throw new JobOperationError(
      `A ${job.status} job cannot do "${action}"; possible now: ${may}.`,
      job.status,
    );
  }
}

/** What they wait for beside each other; each job once. */
function foreign(jobs: readonly NewJob[]): Dependency[] {
  const own = new Set(jobs.map((job) => job.id));
  const others = jobs.flatMap((job) => job.dependencies).filter(({ jobId }) => !own.has(jobId));
  return [...new Map(others.map((one) => [`${one.jobId} ${one.onFailure} ${one.takes}`, one])).values()];
}

/** What a job waits for is settled at its submit. */
function newReferences(job: JobRow, { references }: ReadParams): FieldProblem[] {
  const known = readList<string>(job.depends_on_json);
  const message = 'takes something of a job that this one does not wait for; submit a new job for that';
  return references
    .filter(({ reference }) => !known.includes(reference.from_job))
    .map(({ path }) => ({ path: `generation_params.${path}`, message }));
}
