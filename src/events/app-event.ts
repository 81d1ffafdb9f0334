/** Told after commit, kept for replay, numbered. */
export const STORED_EVENT_TYPES = [
  'job.created',
  'job.updated',
  'job.completed',
  'job.failed',
  'job.cancelled',
  'job.deleted',
  'server.state',
  'queue.state',
  'bulk.created',
  'bulk.updated',
  'bulk.finished',
  'api_key.unusual_use',
  'webhook.paused',
  'image.updated',
  'image.deleted',
  'workflow.updated',
  'workflow.deleted',
] as const;

/** Only worth something now: no number, never replayed. */
export const TRANSIENT_EVENT_TYPES = ['job.progress', 'job.preview'] as const;

export type StoredEventType = (typeof STORED_EVENT_TYPES)[number];
export type TransientEventType = (typeof TRANSIENT_EVENT_TYPES)[number];

/** What an event is about; the filters of the stream look at these. */
export interface EventSubject {
  jobId?: string | null;
  bulkJobId?: string | null;
  serverAlias?: string | null;
  /** Whose job or bulk it is about; null for the console's. Only its owner and who may see everything is told. */
  apiKeyId?: number | null;
}

export interface NewEvent extends EventSubject {
  type: StoredEventType;
  data: Record<string, unknown>;
}

export interface AppEvent extends EventSubject {
  /** Null for transient events. */
  seq: number | null;
  type: StoredEventType | TransientEventType;
  data: Record<string, unknown>;
  /** ISO-8601 UTC. */
  timestamp: string;
}
