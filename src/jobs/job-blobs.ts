// Images come with a request as base64 text of many megabytes. In a job's row each is replaced by a reference, so
// that rows stay small and a thousand jobs with one init image store it once.
import { createHash } from 'node:crypto';
import { isJsonObject } from '../common/json.js';

const BLOB_FROM_CHARS = 8_192;
const REFERENCE = '$blob';

export interface ExtractedBlobs {
  value: unknown;
  blobs: Map<string, string>;
}

/** Replaces every long string by `{ $blob: <sha256>, chars: <length> }`. */
export function extractBlobs(value: unknown, blobs = new Map<string, string>()): ExtractedBlobs {
  return { value: replaceLong(value, blobs), blobs };
}

function replaceLong(value: unknown, blobs: Map<string, string>): unknown {
  if (typeof value === 'string') {
    if (value.length < BLOB_FROM_CHARS) return value;
    const sha256 = createHash('sha256').update(value).digest('hex');
    blobs.set(sha256, value);
    return { [REFERENCE]: sha256, chars: value.length };
  }
  if (Array.isArray(value)) return value.map((item) => replaceLong(item, blobs));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceLong(item, blobs)]));
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
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapReferences(item, replace)]));
}

function isReference(value: unknown): value is { [REFERENCE]: string; chars: number } {
  return isJsonObject(value) && typeof value[REFERENCE] === 'string' && typeof value['chars'] === 'number';
}
