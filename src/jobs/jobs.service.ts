// What may be done with one job: submit, edit, move, cancel, retry, delete. Lists and the whole queue are in
// `job-reader.ts` and `queue.service.ts`; running a job is `runner/`.
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { DomainError, InvalidRequestError, NotFoundError } from '../common/errors.js';
import { newJobId } from '../common/ids.js';
import type { JsonObject } from '../common/json.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { ServerFleet } from '../servers/server-fleet.js';
import type { EditJobDto, GenerateDto, MoveJobDto } from './generate.dto.js';
import { referencedBlobs, restoreBlobs, extractBlobs } from './job-blobs.js';
import type { JobStatus } from './job.entity.js';
import { readObject, type JobRow, type JobWarning } from './job.js';
import { JobSignals } from './job-signals.js';
import { actionsFor, type JobAction } from './job-states.js';
import { JobsRepository, type NewJob } from './jobs.repository.js';
import { mergeParams, paramsOf, readParams, targetAlias } from './submission.js';

const DEFAULT_PRIORITY = 5;
const DEFAULT_APP_TYPE = 'forge';

/** What a door adds to a request that its client did not say. */
export interface SubmitContext {
  /** The body as it came, for "exactly what was asked". */
  asked: JsonObject;
  warnings: JobWarning[];
  who: Principal;
  bulkJobId?: string;
}

/** 403: it may be seen, but not changed. */
class NotYourJobError extends DomainError {
  constructor() {
    super(
      'scope_missing',
      403,
      'This key may not change this job: it needs the scope manage_queue, or cancel_own for its own jobs.',
    );
  }
}

/** 400, as older clients expect it: the job is in a state that does not allow this. */
class JobOperationError extends DomainError {
  constructor(message: string, status?: JobStatus) {
    super('job_operation_invalid', 400, message, status && { status });
  }
}

@Injectable()
export class JobsService {
  private readonly logger = new Logger(JobsService.name);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly repository: JobsRepository,
    private readonly registry: DispatcherRegistry,
    private readonly fleet: ServerFleet,
    private readonly signals: JobSignals,
  ) {}

  /**
   * Stores a job; it is on disk when this resolves.
   * @throws InvalidRequestError for bad parameters, NotFoundError for an unknown server, DomainError `queue_full`
   */
  async submit(dto: GenerateDto, context: SubmitContext): Promise<JobRow> {
    const [row] = await this.store([this.prepare(dto, context)]);
    return row!;
  }

  /**
   * What `store` takes: validated, nothing stored yet.
   * @throws InvalidRequestError for bad parameters, NotFoundError for an unknown server
   */
  prepare(dto: GenerateDto, context: SubmitContext): NewJob {
    const { who } = context;
    const { alias, appType } = this.route(dto, who);
    const params = readParams(this.registry.get(appType), paramsOf(dto));
    const warnings = [...context.warnings, ...params.warnings];
    const asked = extractBlobs(context.asked, params.blobs);
    return {
      id: newJobId(),
      appType,
      targetServerAlias: alias,
      sourceInfo: dto.source_info ?? null,
      apiKeyId: who.keyId,
      bulkJobId: context.bulkJobId ?? null,
      lane: who.keyId === null ? (dto.source_info ?? '') : who.owner,
      priority: dto.priority ?? DEFAULT_PRIORITY,
      notBefore: dto.not_before ? new Date(dto.not_before).toISOString() : null,
      maxRetries: dto.max_retries ?? this.settings.JOB_MAX_RETRIES,
      prompt: params.prompt,
      paramsJson: params.json,
      requestJson: JSON.stringify(asked.value),
      warningsJson: warnings.length ? JSON.stringify(warnings) : null,
      metadataJson: dto.metadata ? JSON.stringify(dto.metadata) : null,
      webhookJson: null,
      dependsOnJson: null,
      promptChoicesJson: null,
      blobs: params.blobs,
    };
  }

  /**
   * Stores jobs in one transaction, with what `alongside` writes; all of it is on disk when this resolves.
   * @throws DomainError `queue_full`
   */
  async store(jobs: NewJob[], alongside?: (rows: JobRow[]) => Promise<unknown>): Promise<JobRow[]> {
    await this.refuseWhenFull();
    const rows = await this.repository.insertAll(jobs, alongside);
    for (const row of rows) {
      this.logger.log('Job stored', {
        dir: 'client→queue',
        jobId: row.mobilesd_job_id,
        appType: row.app_type,
        server: row.target_server_alias ?? 'any',
      });
    }
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
    const target =
      dto.target_server_alias === undefined ? undefined : this.route({ ...dto, app_type: job.app_type }, who);
    const row = await this.repository.edit(id, {
      targetServerAlias: target?.alias,
      priority: dto.priority,
      notBefore: dto.not_before ? new Date(dto.not_before).toISOString() : dto.not_before,
      maxRetries: dto.max_retries,
      metadataJson: dto.metadata && JSON.stringify(dto.metadata),
      params: dto.generation_params && (await this.editedParams(job, dto.generation_params)),
    });
    return this.changed(row, id, 'edit');
  }

  async setPriority(id: string, priority: number, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    return this.changed(await this.repository.edit(id, { priority }), id, 'edit');
  }

  async setHeld(id: string, held: boolean, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    return this.changed(await this.repository.setHeld(id, held), id, held ? 'hold' : 'release');
  }

  async move(id: string, dto: MoveJobDto, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    if (dto.to !== 'before') return this.changed(await this.repository.move(id, dto.to), id, 'move');
    if (!dto.before)
      throw new InvalidRequestError('before: name the job to stand before', [
        { path: 'before', message: 'is missing' },
      ]);
    const other = await this.get(dto.before, who);
    if (other.status !== 'pending' || dto.before === id) {
      throw new JobOperationError(
        `Job "${dto.before}" is not another waiting job, so nothing can stand before it.`,
      );
    }
    return this.changed(await this.repository.move(id, { before: dto.before }), id, 'move');
  }

  async cancel(id: string, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    const row = await this.repository.cancel(id);
    if (row?.lease_owner) this.signals.cancelled$.next(id);
    return this.changed(row, id, 'cancel');
  }

  async retry(id: string, who: Principal): Promise<JobRow> {
    await this.changeable(id, who);
    const row = await this.repository.retry(id);
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
  }

  private async changeable(id: string, who: Principal): Promise<JobRow> {
    const job = await this.get(id, who);
    if (!who.mayChange(job.api_key_id)) throw new NotYourJobError();
    return job;
  }

  /** Where a request goes and which dispatcher reads its parameters. */
  private route(
    dto: { target_server_alias?: string; app_type?: string },
    who: Principal,
  ): { alias: string | null; appType: string } {
    const alias = targetAlias(dto.target_server_alias);
    if (alias === null) return { alias, appType: allowed(dto.app_type ?? this.defaultAppType(), who) };
    const server = this.fleet.byAlias(alias);
    if (!server || !who.mayUseServer(alias)) throw new NotFoundError('server', alias);
    if (dto.app_type && dto.app_type !== server.appType) {
      throw new InvalidRequestError(
        `Server "${alias}" is of app_type "${server.appType}", the job is for "${dto.app_type}".`,
        [{ path: 'app_type', message: `must be ${server.appType} for this server, or absent` }],
      );
    }
    return { alias, appType: allowed(server.appType, who) };
  }

  private defaultAppType(): string {
    const present = this.fleet.all().map((server) => server.appType);
    return present.includes(DEFAULT_APP_TYPE) ? DEFAULT_APP_TYPE : (present[0] ?? DEFAULT_APP_TYPE);
  }

  private async editedParams(job: JobRow, changes: JsonObject) {
    const merged = mergeParams(await this.fullParams(job), changes);
    const params = readParams(this.registry.get(job.app_type), merged);
    const warningsJson = params.warnings.length ? JSON.stringify(params.warnings) : null;
    return { json: params.json, prompt: params.prompt, warningsJson, blobs: params.blobs };
  }

  private async refuseWhenFull(): Promise<void> {
    const pending = await this.repository.waiting();
    if (pending < this.settings.QUEUE_MAX_WAITING) return;
    throw new DomainError(
      'queue_full',
      503,
      `${pending} jobs wait already, the most that QUEUE_MAX_WAITING allows; submit again later.`,
    );
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

function allowed(appType: string, who: Principal): string {
  if (who.mayUseAppType(appType)) return appType;
  const message = `This key may submit jobs for ${who.appTypes?.join(', ') ?? 'nothing'}, not for "${appType}".`;
  throw new DomainError('app_type_not_allowed', 403, message);
}
