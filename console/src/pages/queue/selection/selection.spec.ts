import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  bandsIn,
  countOf,
  isBulkSelected,
  isSelected,
  NOTHING,
  toggled,
  toggledBulk,
  withJobs,
  withoutJobs,
} from './selection';

const TOTALS = { waiting: 10_000, ended: 40 };

describe('the selection', () => {
  it('takes a job and lets it go', () => {
    const one = toggled(NOTHING, 'a', 'waiting');
    expect([isSelected(one, 'a', 'waiting', null), countOf(one, TOTALS)]).toEqual([true, 1]);
    expect(countOf(toggled(one, 'a', 'waiting'), TOTALS)).toBe(0);
  });

  it('takes everything that matches without knowing it, but what is taken out', () => {
    const all = toggled(allOf('waiting'), 'b', 'waiting');
    expect(countOf(all, TOTALS)).toBe(9_999);
    expect(isSelected(all, 'never read', 'waiting', null)).toBe(true);
    expect(isSelected(all, 'b', 'waiting', null)).toBe(false);
    expect(isSelected(all, 'x', 'ended', null)).toBe(false);
    expect(countOf(toggled(all, 'b', 'waiting'), TOTALS)).toBe(10_000);
  });

  it('takes the waiting jobs of a bulk', () => {
    const bulk = toggledBulk(toggled(NOTHING, 'a', 'waiting'), 'bulk_1', 300);
    expect(countOf(bulk, TOTALS)).toBe(301);
    expect(isSelected(bulk, 'x', 'waiting', 'bulk_1')).toBe(true);
    expect(isSelected(bulk, 'x', 'ended', 'bulk_1')).toBe(false);
    expect([isBulkSelected(bulk, 'bulk_1'), isBulkSelected(bulk, 'bulk_2')]).toEqual([true, false]);
  });

  it('tells which bands it reaches into', () => {
    expect([...bandsIn(NOTHING)]).toEqual([]);
    expect([...bandsIn(withJobs(toggledBulk(NOTHING, 'b', 2), ['x', 'y'], 'ended'))].sort()).toEqual([
      'ended',
      'waiting',
    ]);
    expect([...bandsIn(allOf('ended'))]).toEqual(['ended']);
  });

  it('forgets jobs that are gone, and is the same when none is', () => {
    const two = withJobs(NOTHING, ['a', 'b'], 'ended');
    expect([...withoutJobs(two, ['a', 'z']).jobs.keys()]).toEqual(['b']);
    expect(withoutJobs(two, ['z'])).toBe(two);
  });
});
