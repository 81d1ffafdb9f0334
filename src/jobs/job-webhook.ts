// The webhook of a job as others may see it: whom it tells, never how to speak in our name. Pure.
import type { JobWebhookDto } from './job-status.dto.js';
import { readObject } from './job.js';

export function presentWebhook(json: string | null): JobWebhookDto | null {
  const stored = readObject(json);
  if (!stored) return null;
  const { url, events, template } = stored;
  return {
    url: maskedUrl(url),
    events: Array.isArray(events) ? events.filter((event) => typeof event === 'string') : [],
    template: typeof template === 'string' ? template : 'standard',
  };
}

/** Paths of chat webhooks are secrets: the host alone is shown. */
export function maskedUrl(url: unknown): string {
  if (typeof url !== 'string' || !URL.canParse(url)) return '…';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '/' : '/…'}`;
}
