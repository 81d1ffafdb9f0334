import { describe, expect, it } from '@jest/globals';
import { groupByDay, localDay, localDaysOf, sayDay, startOfDay, startOfMonth } from './local-days';

const at = (year: number, month: number, day: number, hour = 12): string =>
  new Date(year, month - 1, day, hour).toISOString();
const WORDS = { today: 'Today', yesterday: 'Yesterday' };

describe('days of the wall', () => {
  it('are runs of images of one local day', () => {
    const images = [at(2026, 11, 27, 23), at(2026, 11, 27, 0), at(2026, 11, 26, 23), at(2026, 10, 1)].map(
      (created) => ({ created }),
    );
    expect(groupByDay(images)).toEqual([
      { day: '2026-11-27', from: 0, to: 2 },
      { day: '2026-11-26', from: 2, to: 3 },
      { day: '2026-10-01', from: 3, to: 4 },
    ]);
    expect(groupByDay([])).toEqual([]);
  });

  it('begin and end at local midnight, also over the end of a month', () => {
    expect(localDay(startOfDay('2026-11-30'))).toBe('2026-11-30');
    expect(localDay(startOfDay('2026-11-30', 1))).toBe('2026-12-01');
    expect(localDay(startOfMonth('2026-12-15', 1))).toBe('2027-01-01');
  });

  it('of the calendar at hand cover a day in UTC', () => {
    const days = localDaysOf('2026-11-20');
    expect(days[0]).toBe(localDay(Date.parse('2026-11-20T12:00:00Z')));
    expect(days).toContain(localDay(Date.parse('2026-11-20T00:00:00Z')));
    expect(days).toContain(localDay(Date.parse('2026-11-20T23:59:00Z')));
  });

  it('are called as people call them', () => {
    const now = Date.parse(at(2026, 11, 27));
    expect(sayDay('2026-11-27', now, WORDS)).toBe('Today');
    expect(sayDay('2026-11-26', now, WORDS)).toBe('Yesterday');
    expect(sayDay('2026-11-20', now, WORDS)).not.toContain('2026');
    expect(sayDay('2025-11-20', now, WORDS)).toContain('2025');
  });
});
