import { describe, expect, it } from '@jest/globals';
import { spanAt, spansOf } from './spans';

const day = (name: string, count: number) => ({ day: name, count });
const counted = (spans: { key: string; count: number }[]) =>
  spans.filter(({ count }) => count > 0).map(({ key, count }) => `${key}:${count}`);

describe('spans of the wall', () => {
  it('are whole months where there is little, and days where there is much', () => {
    const spans = spansOf(
      [day('2026-11-20', 400), day('2026-11-02', 3), day('2026-09-15', 20), day('2026-09-04', 30)],
      false,
    );
    expect(counted(spans)).toEqual(['d2026-11-20:400', 'd2026-11-02:3', 'm2026-09:50']);
  });

  it('run the other way when the oldest come first', () => {
    const spans = spansOf([day('2026-11-10', 1), day('2026-09-10', 2)], true);
    expect(counted(spans)).toEqual(['m2026-09:2', 'm2026-11:1']);
  });

  it('do not overlap', () => {
    const spans = spansOf([day('2026-11-20', 400), day('2026-11-19', 2), day('2026-10-10', 2)], false);
    for (let at = 1; at < spans.length; at += 1)
      expect(spans[at]!.to).toBeLessThanOrEqual(spans[at - 1]!.from!);
  });

  it('stay what they are while they grow a little', () => {
    const before = spansOf([day('2026-11-20', 150)], false);
    expect(counted(spansOf([day('2026-11-20', 151)], false, before))).toEqual(['m2026-11:151']);
    expect(counted(spansOf([day('2026-11-20', 301)], false, before))).toEqual(['d2026-11-20:301']);
    const split = spansOf([day('2026-11-20', 151)], false);
    expect(counted(spansOf([day('2026-11-20', 10)], false, split))).toEqual(['d2026-11-20:10']);
  });

  it('are found by a time', () => {
    const spans = spansOf([day('2026-11-20', 400), day('2026-09-15', 20)], false);
    expect(spanAt(spans, new Date(2026, 8, 30, 23).getTime())?.key).toBe('m2026-09');
    expect(spanAt(spans, new Date(2020, 1, 1).getTime())).toBeUndefined();
  });
});
