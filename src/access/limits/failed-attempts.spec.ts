import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../../test/support/temp-database.js';
import { FailedAttempts, type Attempted } from './failed-attempts.js';

const HOUR_MS = 3_600_000;

describe(FailedAttempts.name, () => {
  let clock: FakeClock;
  let attempts: FailedAttempts;
  const fail = (times: number, address = 'a', what: Attempted = 'key'): void => {
    for (let time = 0; time < times; time += 1) attempts.failed(address, what);
  };
  beforeEach(() => {
    clock = new FakeClock();
    attempts = new FailedAttempts(clock);
  });

  it('doubles the wait from the fifth failure on, up to a quarter of an hour', () => {
    const waits: number[] = [];
    for (let failures = 1; failures <= 16; failures += 1) {
      fail(1);
      waits.push(attempts.waitMs('a', 'key') / 1000);
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('ends the wait in time and forgets all after an hour', () => {
    fail(7);
    clock.advance(3_999);
    expect(attempts.waitMs('a', 'key')).toBe(1);
    clock.advance(1);
    expect(attempts.waitMs('a', 'key')).toBe(0);
    clock.advance(HOUR_MS);
    fail(1);
    expect(attempts.waitMs('a', 'key')).toBe(0);
  });

  it('counts each address and each kind of secret apart', () => {
    fail(20);
    expect(attempts.waitMs('b', 'key')).toBe(0);
    expect(attempts.waitMs('a', 'password')).toBe(0);
    expect(attempts.waitMs('a', 'key')).toBe(900_000);
  });

  it('remembers a bounded number', () => {
    for (let address = 0; address < 12_000; address += 1) fail(1, `address-${address}`);
    expect((Reflect.get(attempts, 'counts') as Map<string, unknown>).size).toBe(10_000);
  });
});
