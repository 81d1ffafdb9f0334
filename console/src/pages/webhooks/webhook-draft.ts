// What is written in the form of a webhook, and the requests that it becomes. Pure.
import type { Schemas } from '../../api/client';
import type { Webhook, WebhookBody, WebhookEvent, WebhookTemplate } from '../../api/queries/webhooks';

export const EVENTS: readonly WebhookEvent[] = [
  ...(['job.completed', 'job.failed', 'job.cancelled', 'job.progress', 'bulk.finished'] as const),
  ...(['server.state', 'api_key.unusual_use', 'webhook.paused'] as const),
];
/** Only administrators hear of these. */
export const ADMIN_EVENTS: readonly WebhookEvent[] = [
  'server.state',
  'api_key.unusual_use',
  'webhook.paused',
];
export const TEMPLATES: readonly WebhookTemplate[] = ['standard', 'discord', 'slack', 'ntfy', 'telegram'];

export const OPTIONS = ['username', 'avatar_url', 'chat_id', 'topic', 'priority', 'token'] as const;
export type Option = (typeof OPTIONS)[number];
export const OPTIONS_OF: Record<WebhookTemplate, readonly Option[]> = {
  standard: [],
  discord: ['username', 'avatar_url'],
  slack: [],
  ntfy: ['topic', 'priority', 'token'],
  telegram: ['chat_id'],
};

export const FILTERS = ['app_type', 'server_alias', 'source_info', 'bulk_job_id'] as const;
export type FilterPart = (typeof FILTERS)[number];

export interface WebhookDraft {
  name: string;
  url: string;
  template: WebhookTemplate;
  events: WebhookEvent[];
  options: Record<Option, string>;
  filter: Record<FilterPart, string>;
  /** Only at the creation. */
  secret: string;
}

const empty = <K extends string>(names: readonly K[]): Record<K, string> =>
  Object.fromEntries(names.map((name) => [name, ''])) as Record<K, string>;

export function newDraft(): WebhookDraft {
  return {
    name: '',
    url: '',
    template: 'standard',
    events: ['job.completed', 'job.failed', 'bulk.finished'],
    options: empty(OPTIONS),
    filter: empty(FILTERS),
    secret: '',
  };
}

/** Options are never shown, so they begin empty: then the stored ones stay. */
export function draftOf(webhook: Webhook): WebhookDraft {
  return {
    ...newDraft(),
    name: webhook.name,
    url: webhook.url,
    template: webhook.template,
    events: [...webhook.events],
    filter: { ...empty(FILTERS), ...webhook.filter },
  };
}

export function createBody(draft: WebhookDraft): WebhookBody {
  const secret = draft.secret.trim();
  return {
    name: draft.name.trim(),
    url: draft.url.trim(),
    template: draft.template,
    events: draft.events,
    options: optionsOf(draft),
    filter: filterOf(draft),
    ...(secret && { secret }),
  };
}

/** An address that is left as it was shown (with `…`) is no change for the server. */
export function updateBody(draft: WebhookDraft, saved: Webhook): Schemas['UpdateWebhookDto'] {
  const options = optionsOf(draft);
  const replaces = Object.keys(options).length > 0 || draft.template !== saved.template;
  return {
    name: draft.name.trim(),
    url: draft.url.trim(),
    template: draft.template,
    events: draft.events,
    filter: filterOf(draft),
    ...(replaces && { options }),
  };
}

function optionsOf({ template, options }: WebhookDraft): Schemas['WebhookOptionsDto'] {
  const filled = OPTIONS_OF[template].filter((name) => options[name].trim() !== '');
  return Object.fromEntries(
    filled.map((name) => [name, name === 'priority' ? Number(options[name]) : options[name].trim()]),
  );
}

function filterOf({ filter }: WebhookDraft): Schemas['WebhookFilterDto'] {
  const filled = FILTERS.filter((name) => filter[name].trim() !== '');
  return Object.fromEntries(filled.map((name) => [name, filter[name].trim()]));
}

export function withEvent(
  events: readonly WebhookEvent[],
  event: WebhookEvent,
  wanted: boolean,
): WebhookEvent[] {
  return EVENTS.filter((one) => (one === event ? wanted : events.includes(one)));
}
