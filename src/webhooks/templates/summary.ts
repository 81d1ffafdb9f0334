// A message in words, for chats. Pure.
import ipaddr from 'ipaddr.js';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import type { Payload } from '../message-payload.js';

export interface Summary {
  mood: 'good' | 'bad' | 'neutral';
  title: string;
  /** The prompt, the error, the reason; may be empty. */
  text: string;
  facts: { name: string; value: string }[];
  /** The first image, if whoever fetches it for the chat can reach this server. */
  imageUrl: string | null;
}

const TITLES: Record<string, [Summary['mood'], string]> = {
  'job.completed': ['good', 'Image ready'],
  'job.failed': ['bad', 'Job failed'],
  'job.cancelled': ['neutral', 'Job cancelled'],
  'job.progress': ['neutral', 'Job runs'],
  'bulk.finished': ['good', 'Bulk finished'],
  'server.state': ['neutral', 'Server changed'],
  'api_key.unusual_use': ['bad', 'Unusual use of a key'],
  'webhook.paused': ['bad', 'Webhook paused'],
  'test.ping': ['good', 'StableQueue can reach you'],
};

export function summarize({ type, data }: Payload): Summary {
  const [mood, title] = TITLES[type] ?? ['neutral', type];
  const images = listOf(data['images']).filter((image) => image['role'] === 'image');
  const count = images.length > 1 ? `${images.length} images ready` : title;
  return {
    mood,
    title: type === 'job.completed' ? count : title,
    text: textOf(data),
    facts: factsOf(data),
    imageUrl: reachable(images[0]?.['preview_url']),
  };
}

function textOf(data: JsonObject): string {
  const error = objectOf(data['error'])['message'] ?? objectOf(data['reason'])['message'];
  const prompt = objectOf(data['generation'])['prompt'];
  const text = [error, data['message'], data['reason'], data['problem'], prompt];
  return text.find((one): one is string => typeof one === 'string' && one !== '') ?? '';
}

function factsOf(data: JsonObject): Summary['facts'] {
  const counts = Object.entries(objectOf(data['jobs'])).map(([status, jobs]) => `${String(jobs)} ${status}`);
  const facts: [string, unknown][] = [
    ['Job', data['job_id']],
    ['Bulk', data['name'] ?? data['bulk_job_id']],
    ['Jobs', counts.join(', ')],
    ['Progress', data['job_id'] && data['status'] === 'processing' ? percent(data['progress']) : undefined],
    ['Server', data['server_alias']],
    ['State', data['state']],
    ['Model', objectOf(data['generation'])['checkpoint_name']],
    ['Seed', listOf(data['images'])[0]?.['seed']],
    ['Source', data['source_info']],
  ];
  return facts
    .filter(([, value]) => (typeof value === 'string' || typeof value === 'number') && value !== '')
    .map(([name, value]) => ({ name, value: String(value) }));
}

function percent(value: unknown): string | undefined {
  return typeof value === 'number' ? `${Math.round(value)} %` : undefined;
}

/** Chat services fetch images themselves, and some refuse the whole message when they cannot. */
function reachable(url: unknown): string | null {
  if (typeof url !== 'string' || !URL.canParse(url)) return null;
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host)) return ipaddr.parse(host).range() === 'unicast' ? url : null;
  return host.includes('.') && !/\.(local|localhost|lan|home|internal|home\.arpa)$/.test(host) ? url : null;
}

/** At most `max` characters, cut with an ellipsis. */
export function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
