// Jobs in the words of the door's own API (seed 004). Pure.
import { readObject, type JobError, type JobRow } from '../../../jobs/job.js';
import type { JobStatus } from '../../../jobs/job.entity.js';
import type { DoorJobDetailsDto, DoorJobDto, DoorState } from './door-job.dto.js';
import { kindOf } from './progress-answer.js';

const STATES: Record<JobStatus, DoorState> = {
  pending: 'queued',
  processing: 'processing',
  completed: 'completed',
  failed: 'error',
  cancelled: 'canceled',
};

/** `percent`: newer than the row while it runs. */
export function toDoorJob(row: JobRow, percent = row.progress): DoorJobDto {
  return {
    uuid: row.mobilesd_job_id,
    job_status: STATES[row.status],
    workflow: kindOf(row.generation_params_json),
    retry_count: row.retry_count,
    progress: Math.round(percent * 100) / 10_000,
    created_at: row.creation_timestamp,
  };
}

/** All but the images, which are written one by one. */
export function toDoorDetails(row: JobRow, percent?: number): Omit<DoorJobDetailsDto, 'images'> {
  const info = readObject(row.received_json)?.['info'];
  return {
    ...toDoorJob(row, percent),
    seed: row.status === 'completed' ? seedOf(row) : null,
    info: row.status === 'completed' && typeof info === 'string' ? info : null,
    error: row.status === 'failed' ? errorOf(row) : null,
  };
}

export function errorOf(row: JobRow): string {
  const error = readObject(row.error_json) as JobError | null;
  return error?.message ?? 'The job failed.';
}

function seedOf(row: JobRow): number | null {
  const seed = readObject(row.generation_params_json)?.['seed'];
  return typeof seed === 'number' ? seed : null;
}
