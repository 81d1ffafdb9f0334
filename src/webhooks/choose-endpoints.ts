// Who hears of an event. Pure.
import type { AppEvent } from '../events/app-event.js';
import type { StoredWebhook } from './contract/webhook-intake.js';
import { readStoredWebhook, type Facts } from './message-facts.repository.js';
import { eventsOf, filterOf, hostIn, type Listener } from './subscription.js';
import { ADMIN_EVENTS, hears } from './webhook-events.js';

export interface Endpoint {
  /** `sub:<id>`, `job:<id>`, `bulk:<id>`. */
  key: string;
  subscriptionId: string | null;
  target: StoredWebhook | null;
  host: string;
  apiKeyId: number | null;
  /** Null: where this server thinks that it is found. */
  baseUrl: string | null;
}

export function endpointsOf(event: AppEvent, subscriptions: Listener[], facts: Facts): Endpoint[] {
  const own = [
    event.jobId ? targetOf('job', event.jobId, event, facts) : undefined,
    event.bulkJobId ? targetOf('bulk', event.bulkJobId, event, facts) : undefined,
  ];
  return [
    ...own.filter((endpoint) => endpoint !== undefined),
    ...subscriptions
      .filter((subscription) => wants(subscription, event, facts))
      .map((subscription) => subscriber(subscription)),
  ];
}

function targetOf(kind: 'job' | 'bulk', id: string, event: AppEvent, facts: Facts): Endpoint | undefined {
  const row = kind === 'job' ? facts.jobs.get(id) : facts.bulks.get(id);
  const key = `${kind}:${id}`;
  const target = readStoredWebhook(row ? row.webhook_json : facts.leftovers.get(key));
  if (!target || !hears(target.events, event.type)) return undefined;
  return {
    key,
    subscriptionId: null,
    target,
    host: hostIn(target.url),
    apiKeyId: event.apiKeyId ?? null,
    baseUrl: target.baseUrl,
  };
}

function subscriber(row: Listener): Endpoint {
  return {
    key: `sub:${row.id}`,
    subscriptionId: row.id,
    target: null,
    host: hostIn(row.url),
    // What it hears as an administrator is not its key's to look at once that is none any more.
    apiKeyId: row.hears_everything ? null : row.api_key_id,
    baseUrl: null,
  };
}

function wants(row: Listener, event: AppEvent, facts: Facts): boolean {
  if (!row.enabled || !row.key_holds) return false;
  if (!(eventsOf(row) as string[]).includes(event.type)) return false;
  // What happened before somebody asked is not told; nor is it told to a receiver that it is paused.
  if (event.timestamp < row.created_timestamp || event.data['subscription_id'] === row.id) return false;
  if (!row.hears_everything && ADMIN_EVENTS.includes(event.type)) return false;
  if (!row.hears_everything && row.api_key_id !== (event.apiKeyId ?? null)) return false;
  return passes(row, event, facts);
}

function passes(row: Listener, event: AppEvent, facts: Facts): boolean {
  const filter = filterOf(row);
  const job = event.jobId ? facts.jobs.get(event.jobId) : undefined;
  const bulk = event.bulkJobId ? facts.bulks.get(event.bulkJobId) : undefined;
  const subject = job ?? bulk;
  const server = job?.server_alias ?? subject?.target_server_alias ?? event.serverAlias;
  const appType = subject?.app_type ?? event.data['app_type'];
  return (
    (!filter.app_type || filter.app_type === appType) &&
    (!filter.server_alias || filter.server_alias === server) &&
    (!filter.source_info || filter.source_info === subject?.source_info) &&
    (!filter.bulk_job_id || filter.bulk_job_id === event.bulkJobId)
  );
}
