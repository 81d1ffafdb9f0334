// One message to one receiver, as its row holds it; and one try of it.
import type { StoredWebhook } from './contract/webhook-intake.js';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** A column-for-column row as raw statements return it. */
export interface DeliveryRow {
  seq: number;
  id: string;
  subscription_id: string | null;
  target_json: string | null;
  endpoint: string;
  host: string;
  api_key_id: number | null;
  event_seq: number | null;
  event_type: string;
  job_id: string | null;
  bulk_job_id: string | null;
  lane: string;
  payload_json: string;
  status: DeliveryStatus;
  attempts: number;
  max_attempts: number;
  next_attempt_timestamp: string | null;
  last_status: number | null;
  last_error: string | null;
  created_timestamp: string;
  finished_timestamp: string | null;
}

export interface AttemptRow {
  id: number;
  delivery_id: string;
  attempt: number;
  started_timestamp: string;
  duration_ms: number;
  request_json: string;
  status: number | null;
  response_text: string | null;
  error: string | null;
}

/** A message on its way into the queue. */
export interface NewDelivery {
  subscriptionId: string | null;
  target: StoredWebhook | null;
  endpoint: string;
  host: string;
  apiKeyId: number | null;
  eventSeq: number | null;
  eventType: string;
  jobId: string | null;
  bulkJobId: string | null;
  lane: string;
  payloadJson: string;
  maxAttempts: number;
}

/** What was sent, fit to be shown: secrets are masked. */
export interface ShownRequest {
  method: 'POST';
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** One try and what came of it. */
export interface Try {
  startedAt: string;
  durationMs: number;
  request: ShownRequest | null;
  /** Of the answer; null when none came. */
  status: number | null;
  /** The first kilobyte. */
  responseText: string | null;
  /** Why no answer came; `code` is an OutboundFailure or one of ours. */
  error: { code: string; message: string } | null;
  /** What the receiver asks for, milliseconds. */
  retryAfterMs: number | null;
}

/** What becomes of a delivery after a try. */
export interface Verdict {
  status: DeliveryStatus;
  /** ISO; null unless it is tried again. */
  nextAt: string | null;
  /** The receiver wants nothing more, ever (410). */
  gone: boolean;
}
