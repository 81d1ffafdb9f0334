// The cursor of a list that is read from its newest end by a sequence number. Pure.
import { InvalidRequestError } from './errors.js';
import { isJsonObject, parseJson } from './json.js';

export function writeSeqCursor(seq: number | null): string | null {
  return seq === null ? null : Buffer.from(JSON.stringify({ before: seq })).toString('base64url');
}

/** Without one: from the start. @throws InvalidRequestError */
export function readSeqCursor(cursor: string | undefined): number {
  if (cursor === undefined || cursor === '') return Number.MAX_SAFE_INTEGER;
  const value = parseJson(Buffer.from(cursor, 'base64url').toString());
  const before = isJsonObject(value) ? value['before'] : undefined;
  if (typeof before === 'number' && Number.isSafeInteger(before)) return before;
  const message = 'must be the next_cursor of an earlier answer';
  throw new InvalidRequestError(`cursor ${message}.`, [{ path: 'cursor', message }]);
}
