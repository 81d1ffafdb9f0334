// The cursor of a page of images: where the page before ended and in which order. Opaque to clients, believed only as
// far as it can be read.
import { DomainError } from '../../common/errors.js';
import { isJsonObject, parseJson } from '../../common/json.js';
import type { Place, Sort } from './page-images.js';

export function writeCursor(place: Place, sort: Sort, stacked: boolean): string {
  return Buffer.from(JSON.stringify({ at: place, of: listOf(sort, stacked) })).toString('base64url');
}

/** @throws DomainError `cursor_mismatch` */
export function readCursor(text: string, sort: Sort, stacked: boolean): Place {
  const cursor = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  const at = isJsonObject(cursor) && cursor['of'] === listOf(sort, stacked) ? cursor['at'] : null;
  if (Array.isArray(at) && at.length === 3 && at.every((part) => Number.isFinite(part)))
    return at as unknown as Place;
  const message =
    'This cursor does not belong to this list: its order was another. Start again without a cursor.';
  throw new DomainError('cursor_mismatch', 400, message, { fields: [{ path: 'cursor', message }] });
}

function listOf(sort: Sort, stacked: boolean): string {
  return stacked ? `${sort}-stacked` : sort;
}
