import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeClock } from '../../../test/support/temp-database.js';
import { HoursTimers } from './hours-timers.js';
import { DAYS, type Hours } from './server-hours.js';

/** 06:00 to 07:00; the clock begins at midnight. */
const MORNINGS: Hours = { timeZone: 'UTC', windows: [{ days: [...DAYS], from: '06:00', to: '07:00' }] };
const HOUR = 3_600_000;

describe(HoursTimers.name, () => {
  let clock: FakeClock;
  let timers: HoursTimers;
  let told: string[];
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 60_000) {
      clock.advance(60_000);
      jest.advanceTimersByTime(60_000);
    }
  };
  beforeEach(() => {
    jest.useFakeTimers();
    clock = new FakeClock();
    told = [];
    timers = new HoursTimers(clock, (id) => told.push(id));
  });
  afterEach(() => {
    timers.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('tells when the hours of a server begin and end', () => {
    timers.keep('one', MORNINGS);
    expect([timers.isOpen('one'), timers.isOpen('never set')]).toEqual([false, true]);
    pass(6 * HOUR - 60_000);
    expect(told).toEqual([]);
    pass(60_000);
    expect([told, timers.isOpen('one')]).toEqual([['one'], true]);
    pass(HOUR);
    expect([told, timers.isOpen('one')]).toEqual([['one', 'one'], false]);
  });

  it('does not wait for a timer to know the hour, and learns of a clock that was set', () => {
    timers.keep('one', MORNINGS);
    clock.advance(6.5 * HOUR);
    expect([timers.isOpen('one'), told]).toEqual([true, []]);
    jest.advanceTimersByTime(600_000);
    expect(told).toEqual(['one']);
  });

  it('forgets a server that has no hours any more', () => {
    timers.keep('one', MORNINGS);
    timers.keep('one', null);
    expect(timers.isOpen('one')).toBe(true);
    pass(6 * HOUR);
    expect(told).toEqual([]);
  });
});
