import { describe, expect, it } from '@jest/globals';
import { CursorMismatchError, readCursor, writeCursor } from './job-cursor.js';

const place = {
  priority: 5,
  round: 2,
  position: -3,
  seq: 17,
  completion_timestamp: '2026-11-20T10:00:00.000Z',
};

describe('cursors of lists of jobs', () => {
  it('come back as they were written', () => {
    expect(readCursor(writeCursor(place, { status: ['pending'] }), { status: ['pending'] })).toEqual(place);
  });

  it('fit one filter only', () => {
    const cursor = writeCursor(place, { status: ['pending'] });
    expect(() => readCursor(cursor, { status: ['failed'] })).toThrow(CursorMismatchError);
  });

  it.each([
    '',
    'abc',
    Buffer.from('[]').toString('base64url'),
    Buffer.from('{"at":["x"]}').toString('base64url'),
  ])('are refused when they are not ours: %j', (cursor) => {
    expect(() => readCursor(cursor, {})).toThrow(CursorMismatchError);
  });

  it('are refused when somebody has written another place into them', () => {
    const { of } = JSON.parse(Buffer.from(writeCursor(place, {}), 'base64url').toString()) as { of: string };
    const forged = Buffer.from(JSON.stringify({ at: [1, '2', null, {}, 0], of })).toString('base64url');
    expect(() => readCursor(forged, {})).toThrow(CursorMismatchError);
    const never = Buffer.from(JSON.stringify({ at: [1, 2, 3, 4, 9e15], of })).toString('base64url');
    expect(() => readCursor(never, {})).toThrow(CursorMismatchError);
  });
});
