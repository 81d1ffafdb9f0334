// From rows to what clients see. Pure.
import { isJsonObject, parseJson, type JsonObject } from '../common/json.js';
import type { AttemptRow, DeliveryRow, Try } from './delivery.js';
import type {
  WebhookDeliveryDetailsDto,
  WebhookDeliveryDto,
  WebhookRequestDto,
  WebhookTryDto,
} from './delivery.dto.js';
import type { WebhookSubscriptionDto } from './subscription.dto.js';
import { eventsOf, filterOf, type SubscriptionRow } from './subscription.js';

export function presentSubscription(row: SubscriptionRow, now: string): WebhookSubscriptionDto {
  const overlaps = (row.previous_valid_until ?? '') > now;
  return {
    id: row.id,
    name: row.name,
    api_key_id: row.api_key_id,
    hears_all: row.hears_all === 1,
    url: row.url,
    events: eventsOf(row),
    template: row.template,
    filter: filterOf(row),
    enabled: row.enabled === 1,
    paused: row.pause_reason !== null,
    pause_reason: row.pause_reason,
    paused_until: row.paused_until,
    failures: row.failures,
    failing_since: row.failing_since,
    previous_secret_valid_until: overlaps ? row.previous_valid_until : null,
    created_timestamp: row.created_timestamp,
    updated_timestamp: row.updated_timestamp,
  };
}

export function presentDelivery(row: DeliveryRow): WebhookDeliveryDto {
  return {
    id: row.id,
    subscription_id: row.subscription_id,
    host: row.host,
    event: row.event_type,
    job_id: row.job_id,
    bulk_job_id: row.bulk_job_id,
    status: row.status,
    attempts: row.attempts,
    next_attempt_timestamp: row.next_attempt_timestamp,
    last_status: row.last_status,
    last_error: row.last_error,
    created_timestamp: row.created_timestamp,
    finished_timestamp: row.finished_timestamp,
  };
}

/** `showsAnswers`: what a receiver says may be the inside of a network, which only administrators may look at. */
export function presentDetails(
  row: DeliveryRow,
  attempts: AttemptRow[],
  showsAnswers: boolean,
): WebhookDeliveryDetailsDto {
  const payload = parseJson(row.payload_json);
  return {
    ...presentDelivery(row),
    payload: isJsonObject(payload) ? payload : {},
    tries: attempts.map((attempt) => ({
      attempt: attempt.attempt,
      started_timestamp: attempt.started_timestamp,
      duration_ms: attempt.duration_ms,
      request: readRequest(attempt.request_json),
      status: attempt.status,
      response_text: showsAnswers ? attempt.response_text : null,
      error: attempt.error,
    })),
  };
}

export function presentTry(tried: Try, showsAnswers: boolean): WebhookTryDto {
  return {
    attempt: 1,
    started_timestamp: tried.startedAt,
    duration_ms: tried.durationMs,
    request: tried.request,
    status: tried.status,
    response_text: showsAnswers ? tried.responseText : null,
    error: tried.error && `${tried.error.code}: ${tried.error.message}`,
  };
}

function readRequest(json: string): WebhookRequestDto | null {
  const value = parseJson(json);
  return isJsonObject(value) && isWhole(value) ? (value as unknown as WebhookRequestDto) : null;
}

function isWhole(value: JsonObject): boolean {
  return typeof value['url'] === 'string' && typeof value['body'] === 'string';
}
