import type { AppEvent, StoredEventType } from './app-event.js';

/** A row of `events` as raw statements return it. */
export interface EventRow {
  seq: number;
  type: StoredEventType;
  job_id: string | null;
  bulk_job_id: string | null;
  server_alias: string | null;
  api_key_id: number | null;
  data_json: string;
  timestamp: string;
}

export function toEvent(row: EventRow): AppEvent {
  return {
    seq: row.seq,
    type: row.type,
    jobId: row.job_id,
    bulkJobId: row.bulk_job_id,
    serverAlias: row.server_alias,
    apiKeyId: row.api_key_id,
    data: JSON.parse(row.data_json) as Record<string, unknown>,
    timestamp: row.timestamp,
  };
}
