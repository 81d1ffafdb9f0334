import { readFileSync } from 'node:fs';
import type { ForgeSimulator } from '../index.js';

/**
 * Recorded exchanges with real servers (Forge dfdcbab6, A1111 v1.10.1), and how to repeat one
 * against a simulator. Pictures are cut to `…<N chars>`; a request that carried one gets the last
 * txt2img picture the simulator made.
 */
export interface Recorded {
  name: string;
  method: string;
  path: string;
  requestHeaders?: Record<string, string>;
  body?: string;
  status: number;
  headers?: Record<string, string>;
  /** The JSON answer; absent where it was too long to keep. */
  answer?: unknown;
  images?: string[];
  parameters?: Record<string, unknown>;
  info?: Record<string, unknown>;
  /** What GET /options said afterwards. */
  after?: { sd_model_checkpoint: string | null; clipSkip: number | null };
}

export interface RecordedInfotext {
  name: string;
  body: Record<string, unknown>;
  infotexts: string[];
  firstImage: number;
  chunks: string[];
  /** Width, height, channels. */
  images: [number, number, number][];
}

export interface RecordedProgress {
  name: string;
  body: Record<string, unknown>;
  /** active, queued, completed, progress, id_live_preview, textinfo */
  internal: [boolean, boolean, boolean, number | null, number, string | null][];
  /** progress, job, job_count, job_no, sampling_step, sampling_steps */
  sdapi: [number, string, number, number, number, number][];
}

export function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')) as T;
}

export interface Repeated {
  status: number;
  headers: Headers;
  answer: unknown;
  text: string;
}

let lastImage = '';

export async function repeat(simulator: ForgeSimulator, recorded: Recorded): Promise<Repeated> {
  const cut = /("data:image\/png;base64,)[^"]*…<\d+ chars>"/;
  const body = recorded.body?.replace(cut, (_, start: string) => `${start}${lastImage}"`);
  const response = await fetch(simulator.url + recorded.path, {
    method: recorded.method,
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...recorded.requestHeaders,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const answer = parse(text);
  const images = (answer as { images?: unknown } | null)?.images;
  if (recorded.path.endsWith('txt2img') && Array.isArray(images)) lastImage = String(images[0]);
  return { status: response.status, headers: response.headers, answer, text };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What differs although all is well: hashes of the made-up files, random seeds, times, folders. */
export function mask(value: unknown): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/Model hash: [0-9a-f]{10}/g, 'Model hash: #')
      .replace(/: [0-9a-f]{12}(?=[,"]|$)/g, ': #')
      .replace(/\[[0-9a-f]{10}\]/g, '[#]')
      .replace(/\b(Seed|Variation seed): \d{5,}/g, '$1: #')
      .replace(/\b[0-9a-f]{64}\b/g, '##')
      .replace(/127\.0\.0\.1:\d+/g, 'host')
      .replace(/^[0-9a-f]{10}$/, '#');
  }
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mask(member)]));
}

/** Keys in order and types, deep; what holds for the first entry of a list holds for all. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : [];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([key, member]) => [key, shapeOf(member)]);
}
