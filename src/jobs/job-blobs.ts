// Images come with a request as base64 text of many megabytes. In a job's row each is replaced by a reference, so
// that rows stay small and a thousand jobs with one init image store it once. Prompts and other readable texts stay
// where they are, so that they can be shown whole. What a client sends is never taken for a reference: a member of
// its own that is called like one carries one `$` more while it is stored.
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../common/json.js';

const BLOB_FROM_CHARS = 8_192;
/** As long as a prompt may be; beyond it no text stays in a row. */
const TEXT_UP_TO_CHARS = 100_000;
/** So many characters of base64 in a row are no prose; line breaks are part of some of it. */
const ENCODED = /^(?:\s*data:|[\w+/=\r\n-]{1024})/;
const PROMPT = /prompts?$/;
const REFERENCE = '$blob';
const LIKE_REFERENCE = /^\$+blob$/;

export interface ExtractedBlobs {
  value: unknown;
  blobs: Map<string, string>;
}

/** Replaces every image, and every text too long for a row, by `{ $blob: <sha256>, chars: <length> }`. */
export function extractBlobs(value: unknown, blobs = new Map<string, string>()): ExtractedBlobs {
  return { value: replaceLong(value, blobs), blobs };
}

function replaceLong(value: unknown, blobs: Map<string, string>, name = ''): unknown {
  if (typeof value === 'string') {
    if (!belongsInBlob(value, name)) return value;
    const sha256 = createHash('sha256').update(value).digest('hex');
    blobs.set(sha256, value);
    return { [REFERENCE]: sha256, chars: value.length };
  }
  if (Array.isArray(value)) return value.map((item) => replaceLong(item, blobs, name));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([key, item]) => [escaped(key), replaceLong(item, blobs, key)]);
  return Object.fromEntries(members) as JsonObject;
}

function belongsInBlob(text: string, name: string): boolean {
  if (text.length < BLOB_FROM_CHARS) return false;
  return text.length > TEXT_UP_TO_CHARS || (!PROMPT.test(name) && ENCODED.test(text));
}

function escaped(key: string): string {
  return LIKE_REFERENCE.test(key) ? `$${key}` : key;
}

function unescaped(key: string): string {
  return LIKE_REFERENCE.test(key) ? key.slice(1) : key;
}

/** The references in a value, without repeats. */
export function referencedBlobs(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) referencedBlobs(item, found);
  else if (isReference(value)) found.add(value[REFERENCE]);
  else if (isJsonObject(value)) for (const item of Object.values(value)) referencedBlobs(item, found);
  return found;
}

/** Puts the texts back. @throws Error when one is missing */
export function restoreBlobs(value: unknown, texts: ReadonlyMap<string, string>): unknown {
  return mapReferences(value, (sha256) => {
    const text = texts.get(sha256);
    if (text === undefined) throw new Error(`The stored image ${sha256} of this job is missing`);
    return text;
  });
}

/** For showing: references become `…<12345 chars>`. */
export function describeBlobs(value: unknown): unknown {
  return mapReferences(value, (_sha256, chars) => `…<${chars} chars>`);
}

function mapReferences(value: unknown, replace: (sha256: string, chars: number) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapReferences(item, replace));
  if (isReference(value)) return replace(value[REFERENCE], value.chars);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([key, item]) => [unescaped(key), mapReferences(item, replace)]);
  return Object.fromEntries(members) as JsonObject;
}

function isReference(value: unknown): value is { [REFERENCE]: string; chars: number } {
  return isJsonObject(value) && typeof value[REFERENCE] === 'string' && typeof value['chars'] === 'number';
}
