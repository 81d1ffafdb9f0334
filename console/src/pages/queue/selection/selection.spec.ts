import { describe, expect, it } from '@jest/globals';
import {
  allOf,
  bandsIn,
  countOf,
  isBulkSelected,
  isPartOf,
  isSelected,
  moreOf,
  NOTHING,
  toggled,
  toggledBulk,
  withBulks,
  withJobs,
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

  it('takes more bulks and lets none go', () => {
    const one = toggledBulk(NOTHING, 'bulk_1', 300);
    const both = withBulks(one, [
      { bulk_job_id: 'bulk_2', waiting_jobs: 5 },
      { bulk_job_id: 'bulk_1', waiting_jobs: 300 },
    ]);
    expect([...both.bulks]).toEqual([
      ['bulk_1', 300],
      ['bulk_2', 5],
    ]);
  });

  it('tells whether a row is part of it', () => {
    const some = toggledBulk(withJobs(NOTHING, ['a'], 'ended'), 'bulk_1', 300);
    expect(isPartOf(some, { band: 'ended', id: 'a' })).toBe(true);
    expect(isPartOf(some, { band: 'waiting', id: 'bulk_1' })).toBe(true);
    expect(isPartOf(some, { band: 'waiting', id: 'b' })).toBe(false);
    expect(isPartOf(allOf('waiting'), { band: 'waiting', id: 'never read' })).toBe(true);
    expect(isPartOf(allOf('waiting'), { band: 'ended', id: 'a' })).toBe(false);
  });

  it('offers the rest of its band, unless it reaches into both or is everything', () => {
    const one = toggled(NOTHING, 'a', 'ended');
    expect(moreOf(one, 1, TOTALS)).toEqual({ band: 'ended', count: 40 });
    expect(moreOf(one, 1, { ...TOTALS, ended: 1 })).toBeNull();
    expect(moreOf(toggled(one, 'b', 'waiting'), 2, TOTALS)).toBeNull();
    expect(moreOf(allOf('waiting'), 10_000, TOTALS)).toBeNull();
    expect(moreOf(NOTHING, 0, TOTALS)).toBeNull();
  });
});
