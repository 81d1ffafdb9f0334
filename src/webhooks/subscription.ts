// A standing subscription, and how it lies in its row. Its secrets stay sealed until something is sent.
import { isJsonObject, parseJson } from '../common/json.js';
import type { WebhookTemplate } from './contract/webhook.dto.js';
import type { SubscriptionEvent } from './webhook-events.js';

/** A column-for-column row as raw statements return it. */
export interface SubscriptionRow {
  id: string;
  name: string;
  api_key_id: number | null;
  hears_all: 0 | 1;
  url: string;
  secret_sealed: string;
  previous_secret_sealed: string | null;
  previous_valid_until: string | null;
  events_json: string;
  template: Exclude<WebhookTemplate, 'sdapi'>;
  options_sealed: string | null;
  filter_json: string;
  enabled: 0 | 1;
  paused_until: string | null;
  pause_reason: string | null;
  failures: number;
  failing_since: string | null;
  created_timestamp: string;
  updated_timestamp: string;
}

/** A subscription with what the key behind it allows at the moment. */
export interface Listener extends SubscriptionRow {
  key_exists: 0 | 1;
  /** The key exists, is active and has not expired; always so without a key. */
  key_holds: 0 | 1;
  hears_everything: 0 | 1;
}

/** Only what matches every part that is given. */
export interface SubscriptionFilter {
  app_type?: string;
  server_alias?: string;
  source_info?: string;
  bulk_job_id?: string;
}

/** What the form of the message needs beside the address. */
export interface TemplateOptions {
  /** Discord: the name under which it appears. */
  username?: string;
  avatar_url?: string;
  /** Telegram: a number, or `@channel`. */
  chat_id?: string;
  /** ntfy; without it the last part of the address is the topic. */
  topic?: string;
  /** ntfy: 1–5. */
  priority?: number;
  /** ntfy: an access token. */
  token?: string;
}

/** What `options_sealed` holds. */
export interface SealedPart {
  url: string;
  options: TemplateOptions;
}

export function eventsOf(row: SubscriptionRow): SubscriptionEvent[] {
  const value = parseJson(row.events_json);
  return Array.isArray(value) ? (value as SubscriptionEvent[]) : [];
}

export function filterOf(row: SubscriptionRow): SubscriptionFilter {
  const value = parseJson(row.filter_json);
  return isJsonObject(value) ? value : {};
}

export function readSealedPart(json: string): SealedPart {
  const value = parseJson(json);
  if (!isJsonObject(value) || typeof value['url'] !== 'string')
    throw new Error('A subscription without an address.');
  return { url: value['url'], options: isJsonObject(value['options']) ? value['options'] : {} };
}

export function hostIn(url: string): string {
  return new URL(url).host;
}
