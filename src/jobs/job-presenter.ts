// From a row to what clients see. Pure; what needs other modules (aliases, images, reasons) is handed in.
import type { JsonObject } from '../common/json.js';
import type { JobImageDto } from '../gallery/gallery.dto.js';
import { applicationData } from './application-data.js';
import { readTags } from '../servers/server-tags.js';
import { describeBlobs } from './job-blobs.js';
import { pipelineIdOf } from './job-group.js';
import type { AttemptRow } from './job-list.repository.js';
import { readList, readObject, type JobError, type JobRow, type JobWarning } from './job.js';
import type { Prospects } from './job-prospects.js';
import type { RunState } from './job-run-state.js';
import { actionsFor } from './job-states.js';
import type { JobAttemptDto, JobDetailsDto, JobDto } from './job-status.dto.js';
import { presentWebhook } from './job-webhook.js';

/** What a row alone does not tell. */
export interface JobSurroundings extends RunState, Prospects {
  images: JobImageDto[];
  /** Addresses begin with it; empty: they are paths. */
  baseUrl: string;
}

export function presentJob(row: JobRow, around: JobSurroundings): JobDto {
  const params = describeBlobs(readObject(row.generation_params_json) ?? {}) as JsonObject;
  const id = row.mobilesd_job_id;
  const first = around.images.find((image) => image.role === 'image');
  const { live } = around;
  return {
    stablequeue_job_id: id,
    mobilesd_job_id: id,
    job_id: id,
    status: row.status,
    app_type: row.app_type,
    target_server_alias: row.target_server_alias,
    server_alias: around.serverAlias,
    source_info: row.source_info,
    api_key_id: row.api_key_id,
    bulk_job_id: row.bulk_job_id,
    pipeline_id: pipelineIdOf(row.bulk_job_id),
    creation_timestamp: row.creation_timestamp,
    last_updated_timestamp: row.last_updated_timestamp,
    started_timestamp: row.started_timestamp,
    completion_timestamp: row.completion_timestamp,
    not_before: row.not_before,
    priority: row.priority,
    held: row.held === 1,
    retry_count: row.retry_count,
    max_retries: row.max_retries,
    attempt: row.attempt,
    progress: live?.percent ?? row.progress,
    phase: live?.phase ?? row.phase,
    step: live ? live.step : row.step,
    steps: live ? live.steps : row.steps,
    eta: live ? live.etaSeconds : row.eta_seconds,
    queue_position: around.queuePosition,
    waiting_reason: around.waitingReason,
    ...around.times,
    estimated_time_remaining: row.status === 'processing' ? (around.times.eta_range?.typical ?? null) : null,
    forge_session_hash: row.forge_session_hash,
    application_specific_data: applicationData(row),
    generation_params: params,
    result_details: readObject(row.result_details_json),
    metadata: readObject(row.metadata_json),
    webhook: presentWebhook(row.webhook_json),
    depends_on: readList<string>(row.depends_on_json),
    open_dependencies: row.open_dependencies,
    background: row.background === 1,
    server_tags: readTags(row.tags),
    prompt_choices: readObject(row.prompt_choices_json),
    error: readObject(row.error_json) as JobError | null,
    warnings: readList<JobWarning>(row.warnings_json),
    actions: actionsFor({ status: row.status, held: row.held === 1 }),
    width: first?.width ?? numberOrNull(params['width']),
    height: first?.height ?? numberOrNull(params['height']),
    image_count: row.image_count,
    images: around.images,
    preview_url: around.hasPreview ? `${around.baseUrl}/api/v1/queue/jobs/${id}/preview` : null,
  };
}

export function presentDetails(row: JobRow, around: JobSurroundings, attempts: AttemptRow[]): JobDetailsDto {
  return {
    ...presentJob(row, around),
    asked: describeBlobs(readObject(row.request_json)) as JsonObject | null,
    sent: readObject(row.sent_json),
    received: readObject(row.received_json),
    attempts: attempts.map(presentAttempt),
  };
}

function presentAttempt(row: AttemptRow): JobAttemptDto {
  return {
    attempt: row.attempt,
    server_alias: row.server_alias,
    reattached: row.reattached === 1,
    started_timestamp: row.started_timestamp,
    ended_timestamp: row.ended_timestamp,
    outcome: row.outcome,
    error: readObject(row.error_json) as JobError | null,
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
