import type { JsonObject } from '../common/json.js';
import { isJsonObject, parseJson } from '../common/json.js';
import type { JobStatus } from './job.entity.js';

/** A column-for-column row of `jobs` as raw statements return it. */
export interface JobRow {
  seq: number;
  mobilesd_job_id: string;
  status: JobStatus;
  app_type: string;
  target_server_alias: string | null;
  source_info: string | null;
  api_key_id: number | null;
  bulk_job_id: string | null;
  lane: string;
  priority: number;
  round: number;
  position: number;
  not_before: string | null;
  held: 0 | 1;
  max_retries: number;
  retry_count: number;
  crash_count: number;
  attempt: number;
  server_id: string | null;
  slot_server_id: string | null;
  slot_no: number | null;
  lease_owner: string | null;
  lease_until: string | null;
  phase: string | null;
  progress: number;
  step: number | null;
  steps: number | null;
  eta_seconds: number | null;
  creation_timestamp: string;
  last_updated_timestamp: string;
  started_timestamp: string | null;
  generation_done_timestamp: string | null;
  completion_timestamp: string | null;
  forge_session_hash: string | null;
  forge_internal_task_id: string | null;
  prompt: string | null;
  image_count: number;
  waiting_reason_json: string | null;
  error_json: string | null;
  warnings_json: string | null;
  metadata_json: string | null;
  handle_json: string | null;
  generation_params_json: string;
  result_details_json: string | null;
  request_json: string | null;
  sent_json: string | null;
  received_json: string | null;
  webhook_json: string | null;
  depends_on_json: string | null;
  open_dependencies: number;
  prompt_choices_json: string | null;
  background: 0 | 1;
  model: string | null;
  work: number | null;
  megapixels: number | null;
  batch: number | null;
  memory_stage_json: string | null;
  placed: 0 | 1;
  tags: string;
  queued_seconds: number | null;
  load_seconds: number | null;
}

/** Why a job failed, or what its last try failed of. */
export interface JobError {
  code: string;
  message: string;
  server_alias?: string;
  /** The server's own words. */
  server_message?: string;
  details?: JsonObject;
}

/** Why a waiting job does not run yet. */
export interface WaitingReason {
  code: string;
  message: string;
}

export interface JobWarning {
  code: string;
  message: string;
}

export function readObject(json: string | null): JsonObject | null {
  const value = json === null ? null : parseJson(json);
  return isJsonObject(value) ? value : null;
}

export function readList<T>(json: string | null): T[] {
  const value = json === null ? null : parseJson(json);
  return Array.isArray(value) ? (value as T[]) : [];
}
