import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../../test/support/temp-database.js';
import { FailedAttempts } from './failed-attempts.js';

const HOUR_MS = 3_600_000;

describe(FailedAttempts.name, () => {
  let clock: FakeClock;
  let attempts: FailedAttempts;
  const fail = (times: number, address = 'a', key = 'k'): void => {
    for (let time = 0; time < times; time += 1) attempts.failed(address, key);
  };
  beforeEach(() => {
    clock = new FakeClock();
    attempts = new FailedAttempts(clock);
  });

  it('doubles the wait from the fifth failure on, up to a quarter of an hour', () => {
    const waits: number[] = [];
    for (let failures = 1; failures <= 16; failures += 1) {
      fail(1);
      waits.push(attempts.waitMs('a', 'k') / 1000);
    }
    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('ends the wait in time and forgets all after an hour', () => {
    fail(7);
    clock.advance(3_999);
    expect(attempts.waitMs('a', 'k')).toBe(1);
    clock.advance(1);
    expect(attempts.waitMs('a', 'k')).toBe(0);
    clock.advance(HOUR_MS);
    fail(1);
    expect(attempts.waitMs('a', 'k')).toBe(0);
  });

  it('spares the same key at other addresses, and other keys at the same one', () => {
    fail(20);
    expect(attempts.waitMs('b', 'k')).toBe(0);
    expect(attempts.waitMs('a', 'other')).toBe(0);
    expect(attempts.addressWaitMs('a')).toBe(900_000);
  });

  it('slows down many addresses that try one key, each after its first failure', () => {
    for (let address = 0; address < 10; address += 1) fail(1, `bot-${address}`);
    expect(attempts.addressWaitMs('bot-9')).toBe(0);
    expect(attempts.waitMs('bot-9', 'k')).toBe(32_000);
    expect(attempts.waitMs('home', 'k')).toBe(0);
  });

  it('forgives the key that was right in the end', () => {
    fail(6);
    clock.advance(2_000);
    attempts.succeeded('a', 'k');
    fail(1, 'a', 'other');
    expect(attempts.waitMs('a', 'k')).toBe(0);
  });

  it('remembers a bounded number', () => {
    for (let address = 0; address < 12_000; address += 1) fail(1, `address-${address}`, `key-${address}`);
    const sizes = ['addresses', 'keys', 'pairs'].map(
      (name) => (Reflect.get(attempts, name) as Map<string, unknown>).size,
    );
    expect(sizes).toEqual([10_000, 10_000, 10_000]);
  });
});
