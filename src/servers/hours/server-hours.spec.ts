import { describe, expect, it } from '@jest/globals';
import { closedReason, DAYS, standingAt, type Hours, type HoursWindow } from './server-hours.js';
import { isTimeZone } from './zoned-time.js';

const inBerlin = (...windows: HoursWindow[]): Hours => ({ timeZone: 'Europe/Berlin', windows });
const at = (hours: Hours | null, now: string) => {
  const { open, untilMs } = standingAt(hours, Date.parse(now));
  return [open ? 'open' : 'closed', untilMs === null ? null : new Date(untilMs).toISOString()];
};
const NIGHTS = inBerlin({ days: [...DAYS], from: '22:00', to: '06:00' });
const WORK = inBerlin({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:30' });

describe('the hours of a server', () => {
  it('are all hours where none are set', () => {
    expect(at(null, '2026-01-05T12:00:00Z')).toEqual(['open', null]);
  });

  it.each([
    ['2026-01-05T07:59:59.999Z', 'closed', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T08:00:00.000Z', 'open', '2026-01-05T16:30:00.000Z'],
    ['2026-01-05T16:30:00.000Z', 'closed', '2026-01-06T08:00:00.000Z'],
    // Friday evening to Monday morning.
    ['2026-01-09T20:00:00.000Z', 'closed', '2026-01-12T08:00:00.000Z'],
  ])('of the working week are, at %s, %s until %s', (now, state, until) => {
    expect(at(WORK, now)).toEqual([state, until]);
  });

  it.each([
    ['2026-01-05T20:59:00Z', 'closed', '2026-01-05T21:00:00.000Z'],
    ['2026-01-05T23:30:00Z', 'open', '2026-01-06T05:00:00.000Z'],
    ['2026-01-06T04:59:00Z', 'open', '2026-01-06T05:00:00.000Z'],
  ])('of the night go on behind midnight: at %s %s until %s', (now, state, until) => {
    expect(at(NIGHTS, now)).toEqual([state, until]);
  });

  it('join windows that touch or overlap', () => {
    const hours = inBerlin(
      { days: ['mon'], from: '08:00', to: '12:00' },
      { days: ['mon'], from: '11:00', to: '24:00' },
      { days: ['tue'], from: '00:00', to: '02:00' },
    );
    expect(at(hours, '2026-01-05T10:00:00Z')).toEqual(['open', '2026-01-06T01:00:00.000Z']);
  });

  it('are a whole day where a window ends when it begins', () => {
    const sundays = inBerlin({ days: ['sun'], from: '00:00', to: '00:00' });
    expect(at(sundays, '2026-01-11T10:00:00Z')).toEqual(['open', '2026-01-11T23:00:00.000Z']);
  });

  it('begin and end by the clock on the wall when it is put forward', () => {
    // 29 March 2026: 02:00 becomes 03:00.
    expect(at(NIGHTS, '2026-03-28T22:00:00Z')).toEqual(['open', '2026-03-29T04:00:00.000Z']);
    expect(at(WORK, '2026-03-30T06:59:00Z')).toEqual(['closed', '2026-03-30T07:00:00.000Z']);
    const skipped = inBerlin({ days: ['sun'], from: '02:30', to: '04:00' });
    expect(at(skipped, '2026-03-29T00:00:00Z')).toEqual(['closed', '2026-03-29T01:30:00.000Z']);
    expect(at(skipped, '2026-03-29T01:30:00Z')).toEqual(['open', '2026-03-29T02:00:00.000Z']);
    const nothing = inBerlin({ days: ['sun'], from: '01:00', to: '02:30' });
    expect(at(nothing, '2026-03-29T00:30:00Z')).toEqual(['open', '2026-03-29T01:30:00.000Z']);
  });

  it('begin and end by the clock on the wall when it is put back', () => {
    // 25 October 2026: 03:00 becomes 02:00, so 02:30 comes twice.
    expect(at(NIGHTS, '2026-10-24T21:00:00Z')).toEqual(['open', '2026-10-25T05:00:00.000Z']);
    const twice = inBerlin({ days: ['sun'], from: '02:30', to: '04:00' });
    expect(at(twice, '2026-10-25T00:29:00Z')).toEqual(['closed', '2026-10-25T00:30:00.000Z']);
    expect(at(twice, '2026-10-25T00:30:00Z')).toEqual(['open', '2026-10-25T03:00:00.000Z']);
  });

  it('follow the zone that is named, over the date line too', () => {
    const hours: Hours = {
      timeZone: 'Pacific/Kiritimati',
      windows: [{ days: ['tue'], from: '06:00', to: '07:00' }],
    };
    expect(at(hours, '2026-01-05T15:59:00Z')).toEqual(['closed', '2026-01-05T16:00:00.000Z']);
    const half: Hours = {
      timeZone: 'Asia/Kathmandu',
      windows: [{ days: ['mon'], from: '06:00', to: '07:00' }],
    };
    expect(at(half, '2026-01-05T00:20:00Z')).toEqual(['open', '2026-01-05T01:15:00.000Z']);
  });

  it('are told in words, in both times', () => {
    const reason = closedReason('lab', NIGHTS, Date.parse('2026-01-05T12:00:00Z'));
    expect(reason).toEqual({
      code: 'server_outside_hours',
      message:
        'The server "lab" takes no jobs at this hour, and again from 2026-01-05T21:00:00.000Z (Mon 22:00, Europe/Berlin) on.',
    });
    expect(closedReason('lab', NIGHTS, Date.parse('2026-01-05T23:00:00Z'))).toBeNull();
  });
});

describe(isTimeZone.name, () => {
  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['', false],
  ])('knows %s: %s', (name, is) => {
    expect(isTimeZone(name)).toBe(is);
  });
});
