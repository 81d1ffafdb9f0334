import type { NewEvent, StoredEventType } from '../events/app-event.js';
import { pipelineIdOf } from '../jobs/job-group.js';
import type { StatusCounts } from './bulk-progress.js';

/** A column-for-column row of `bulks` as raw statements return it. */
export interface BulkRow {
  seq: number;
  id: string;
  name: string | null;
  api_key_id: number | null;
  source_info: string | null;
  app_type: string;
  target_server_alias: string | null;
  total_jobs: number;
  paused: 0 | 1;
  job_delay_seconds: number;
  request_json: string;
  webhook_json: string | null;
  created_timestamp: string;
  finished_timestamp: string | null;
}

export type NewBulk = Omit<BulkRow, 'seq' | 'paused' | 'created_timestamp' | 'finished_timestamp'>;

/** Columns of `jobs` that a bulk shows. */
export interface BulkJobRow {
  mobilesd_job_id: string;
  status: 'pending' | 'processing' | 'completed' | 'failed' | 'cancelled';
  progress: number;
  held: 0 | 1;
  prompt: string | null;
  seed: number | null;
  image_count: number;
  error_json: string | null;
  completion_timestamp: string | null;
}

/** What everyone is told of a bulk. */
export function bulkEvent(
  type: Extract<StoredEventType, `bulk.${string}`>,
  row: BulkRow,
  more: { change?: string; jobs?: number; counts?: StatusCounts } = {},
): NewEvent {
  const { change, jobs, counts } = more;
  return {
    type,
    bulkJobId: row.id,
    serverAlias: row.target_server_alias,
    apiKeyId: row.api_key_id,
    data: {
      bulk_job_id: row.id,
      ...(pipelineIdOf(row.id) === null ? {} : { pipeline_id: row.id }),
      name: row.name,
      app_type: row.app_type,
      total_jobs: row.total_jobs,
      paused: row.paused === 1,
      ...(change === undefined ? {} : { change, jobs }),
      ...(counts && {
        completed_jobs: counts.completed,
        failed_jobs: counts.failed,
        cancelled_jobs: counts.cancelled,
      }),
    },
  };
}
