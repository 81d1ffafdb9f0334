// What can be told, under the names of subscriptions; webhooks of jobs and bulks use shorter ones.
import type { WebhookEvent } from './contract/webhook.dto.js';

export const SUBSCRIPTION_EVENTS = [
  'job.completed',
  'job.failed',
  'job.cancelled',
  'job.progress',
  'bulk.finished',
  'server.state',
  'api_key.unusual_use',
  'webhook.paused',
] as const;
export type SubscriptionEvent = (typeof SUBSCRIPTION_EVENTS)[number];

/** About the installation: for subscriptions of administrators only. */
export const ADMIN_EVENTS: readonly string[] = ['server.state', 'api_key.unusual_use', 'webhook.paused'];

/** Stored events that a message can be made of; progress is never stored. */
export const PLANNED_EVENTS = SUBSCRIPTION_EVENTS.filter((event) => event !== 'job.progress');

const LONG_NAMES: Record<WebhookEvent, SubscriptionEvent> = {
  completed: 'job.completed',
  failed: 'job.failed',
  cancelled: 'job.cancelled',
  progress: 'job.progress',
  bulk_finished: 'bulk.finished',
};

export function hears(events: readonly WebhookEvent[], type: string): boolean {
  return events.some((event) => LONG_NAMES[event] === type);
}

export function isPlanned(type: string): type is SubscriptionEvent {
  return (PLANNED_EVENTS as readonly string[]).includes(type);
}
