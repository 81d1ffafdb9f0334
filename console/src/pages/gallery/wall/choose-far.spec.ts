import { describe, expect, it } from '@jest/globals';
import { chooseFar } from './choose-far';
import type { LoadedSpans } from './loaded-spans';
import { many, span } from './wall-fixture';

const days = (counts: readonly number[]): LoadedSpans =>
  counts.map((count, day) => ({
    span: span(day, count),
    images: count ? many(day, count) : null,
    hasMore: !count,
  }));

describe('what is forgotten of a wall', () => {
  it('is nothing while few images are loaded', () => {
    expect(chooseFar(days([2_000, 2_000]), ['d0'])).toEqual(new Set());
  });

  it('is the farthest from what is looked at, until half of the most is left', () => {
    expect([...chooseFar(days([1_500, 0, 1_000, 1_000, 1_000]), ['d4'])]).toEqual(['d0', 'd2']);
  });

  it('is never what is looked at', () => {
    expect(chooseFar(days([3_000, 3_000]), ['d0', 'd1'])).toEqual(new Set());
  });
});
