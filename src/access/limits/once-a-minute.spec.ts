import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../../test/support/temp-database.js';
import { OnceAMinute } from './once-a-minute.js';

describe(OnceAMinute.name, () => {
  it('tells the first of each minute from what repeats it', () => {
    const clock = new FakeClock();
    const once = new OnceAMinute(clock);
    expect([once.isFirst('a'), once.isFirst('a'), once.isFirst('b')]).toEqual([true, false, true]);
    clock.advance(60_000);
    expect([once.isFirst('a'), once.isFirst('a')]).toEqual([true, false]);
  });

  it('remembers a bounded number', () => {
    const once = new OnceAMinute(new FakeClock());
    const firsts = Array.from({ length: 12_000 }, (_, at) => once.isFirst(String(at)));
    expect(firsts.filter(Boolean)).toHaveLength(10_000);
  });
});
