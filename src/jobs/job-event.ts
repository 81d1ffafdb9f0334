import type { NewEvent, StoredEventType } from '../events/app-event.js';
import type { JobRow } from './job.js';

/** What everyone is told when a person changes a job. */
export function jobEvent(type: StoredEventType, row: JobRow): NewEvent {
  return {
    type,
    jobId: row.mobilesd_job_id,
    bulkJobId: row.bulk_job_id,
    serverAlias: row.target_server_alias,
    apiKeyId: row.api_key_id,
    data: { status: row.status, app_type: row.app_type, priority: row.priority, held: row.held === 1 },
  };
}
