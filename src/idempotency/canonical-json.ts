// One text for one value: two bodies with the same content have the same hash, whatever the order of their keys.
import { createHash } from 'node:crypto';
import { InvalidRequestError } from '../common/errors.js';
import { isJsonObject } from '../common/json.js';

/** Deeper bodies are no requests of ours, and would only use up the stack. */
const MAX_DEPTH = 200;

/** SHA-256 (hex) of a JSON value, keys sorted. @throws InvalidRequestError for a value nested beyond all sense */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH)
    throw new InvalidRequestError(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}
