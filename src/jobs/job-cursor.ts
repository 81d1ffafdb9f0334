// The cursor of a page of jobs: where the page before ended, and a hash of its filter, so that a cursor is never used
// with another one. Opaque to clients, believed only as far as it can be read.
import { createHash } from 'node:crypto';
import { DomainError } from '../common/errors.js';
import { isJsonObject, parseJson } from '../common/json.js';

/** What a Date can hold. */
const LAST_MS = 8.64e15;

/** The last job of a page. */
export interface JobPlace {
  priority: number;
  round: number;
  position: number;
  seq: number;
  /** ISO-8601; null while it has not ended. */
  completion_timestamp: string | null;
}

/** 400: no cursor of ours, or one of a list with another filter or order. */
export class CursorMismatchError extends DomainError {
  constructor() {
    const message =
      'This cursor does not belong to this list: its filter or order was another. Start again without a cursor.';
    super('cursor_mismatch', 400, message, { fields: [{ path: 'cursor', message }] });
  }
}

export function writeCursor(place: JobPlace, filter: unknown): string {
  const { priority, round, position, seq, completion_timestamp: ended } = place;
  const endedMs = ended === null ? 0 : Date.parse(ended);
  const cursor = { at: [priority, round, position, seq, endedMs], of: hashOf(filter) };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws CursorMismatchError */
export function readCursor(text: string, filter: unknown): JobPlace {
  const cursor = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  if (!isJsonObject(cursor) || cursor['of'] !== hashOf(filter)) throw new CursorMismatchError();
  const at = cursor['at'];
  if (!Array.isArray(at) || at.length !== 5 || !at.every((part) => Number.isSafeInteger(part)))
    throw new CursorMismatchError();
  const [priority, round, position, seq, endedMs] = at as [number, number, number, number, number];
  return { priority, round, position, seq, completion_timestamp: timeOf(endedMs) };
}

/** A time that no clock tells is not ours. */
function timeOf(ms: number): string | null {
  if (Math.abs(ms) > LAST_MS) throw new CursorMismatchError();
  return ms === 0 ? null : new Date(ms).toISOString();
}

function hashOf(filter: unknown): string {
  return createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 12);
}
