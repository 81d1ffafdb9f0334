import { describe, expect, it } from '@jest/globals';
import { isTime } from './is-time.js';

describe(isTime.name, () => {
  it.each([
    '2026-01-31',
    '2026-01-31T12:00Z',
    '2026-01-31T12:00:00Z',
    '2026-01-31T12:00:00.123Z',
    '2026-01-31T12:00:00.123456+05:30',
    '2026-01-31 12:00:00-0800',
    '1970-01-01T00:00:00Z',
    '9998-12-31T23:59:59Z',
  ])('takes %s', (text) => {
    expect(isTime(text)).toBe(true);
    expect(new Date(text).toISOString()).toMatch(/^\d{4}-/);
  });

  it.each([
    ['in no zone', '2026-01-31T12:00:00'],
    ['in no zone', '2026-01-31 12:00'],
    ['a year alone', '2026'],
    ['a month alone', '2026-01'],
    ['a week', '2026-W10-1'],
    ['no day of the calendar', '2026-02-30'],
    ['beyond what sorts as text', '+010000-01-01T00:00:00Z'],
    ['beyond it in UTC', '9999-12-31T23:59:59-01:00'],
    ['before the year 1', '0000-12-31T00:00:00Z'],
    ['a number', 20260131],
    ['no time', 'tomorrow'],
  ])('refuses what is %s: %s', (_why, text) => {
    expect(isTime(text)).toBe(false);
  });
});
