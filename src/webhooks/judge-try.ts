// What becomes of a delivery after a try. Pure.
import type { DeliveryRow, Try, Verdict } from './delivery.js';

export const LONGEST_RETRY_AFTER_MS = 24 * 3600_000;
const JITTER = 0.2;
const ASKS_FOR_PATIENCE = new Set([429, 503]);

/** Pauses between tries in milliseconds, from WEBHOOK_RETRY_SECONDS. */
export function readSchedule(text: string): number[] {
  return text.split(',').map((seconds) => Number(seconds) * 1000);
}

/** Only a 2xx is success: a redirect is not followed and so has delivered nothing. */
export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

export function judgeTry(
  delivery: Pick<DeliveryRow, 'attempts' | 'max_attempts' | 'event_type'>,
  tried: Try,
  schedule: number[],
  now: number,
  random = Math.random,
): Verdict {
  const ended = (status: Verdict['status'], gone = false): Verdict => ({ status, nextAt: null, gone });
  if (isSuccess(tried.status)) return ended('delivered');
  // Progress is worth nothing later.
  if (delivery.event_type === 'job.progress') return ended('dropped', tried.status === 410);
  if (tried.status === 410) return ended('failed', true);
  if (tried.error?.code === 'address_not_allowed') return ended('failed');
  const made = delivery.attempts + 1;
  if (made >= delivery.max_attempts) return ended('failed');
  // Counted from the end, as a replay adds a whole schedule of tries to those that were made.
  const step = Math.max(0, schedule.length - (delivery.max_attempts - made));
  const pause = (schedule[step] ?? 0) * (1 + JITTER * (2 * random() - 1));
  const asked = tried.status !== null && ASKS_FOR_PATIENCE.has(tried.status) ? (tried.retryAfterMs ?? 0) : 0;
  const waitMs = Math.max(pause, Math.min(asked, LONGEST_RETRY_AFTER_MS));
  return { status: 'pending', nextAt: new Date(now + waitMs).toISOString(), gone: false };
}

/** `Retry-After` in seconds or as a date; null when it says nothing usable. */
export function readRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Math.ceil(Number(value) * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
