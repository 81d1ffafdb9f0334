// Lists may be asked for some fields of each job only. Pure.
import type { JobDto } from './job-status.dto.js';
import { refuseProblems } from './submission.js';

const IDS = ['stablequeue_job_id', 'mobilesd_job_id', 'job_id'] as const satisfies readonly (keyof JobDto)[];

/** Every field of a job in a list. */
const FIELDS: Record<keyof JobDto, true> = {
  stablequeue_job_id: true,
  mobilesd_job_id: true,
  job_id: true,
  status: true,
  app_type: true,
  target_server_alias: true,
  server_alias: true,
  source_info: true,
  api_key_id: true,
  bulk_job_id: true,
  pipeline_id: true,
  creation_timestamp: true,
  last_updated_timestamp: true,
  started_timestamp: true,
  completion_timestamp: true,
  not_before: true,
  priority: true,
  held: true,
  retry_count: true,
  max_retries: true,
  attempt: true,
  progress: true,
  phase: true,
  step: true,
  steps: true,
  eta: true,
  queue_position: true,
  waiting_reason: true,
  estimated_start_time: true,
  estimated_start_range: true,
  estimated_completion_time: true,
  eta_range: true,
  estimated_time_remaining: true,
  forge_session_hash: true,
  application_specific_data: true,
  generation_params: true,
  result_details: true,
  metadata: true,
  webhook: true,
  depends_on: true,
  open_dependencies: true,
  background: true,
  server_tags: true,
  prompt_choices: true,
  error: true,
  warnings: true,
  actions: true,
  width: true,
  height: true,
  image_count: true,
  images: true,
  preview_url: true,
};

/** @returns null for all of them. @throws InvalidRequestError naming what is no field */
export function fieldsOf(text: string | undefined): (keyof JobDto)[] | null {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (!names.length) return null;
  const unknown = names.filter((name) => !Object.hasOwn(FIELDS, name));
  if (unknown.length) {
    const message = `"${unknown.join(', ')}" is no field of a job; there are ${Object.keys(FIELDS).join(', ')}`;
    refuseProblems([{ path: 'fields', message }]);
  }
  return [...new Set([...IDS, ...(names as (keyof JobDto)[])])];
}

export function pick(job: JobDto, fields: readonly (keyof JobDto)[] | null): JobDto {
  return fields ? (Object.fromEntries(fields.map((field) => [field, job[field]])) as unknown as JobDto) : job;
}
