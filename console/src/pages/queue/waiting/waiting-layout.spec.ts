import { describe, expect, it } from '@jest/globals';
import {
  bulksBetween,
  layOut,
  lookedAt,
  placeAt,
  rowOf,
  rowOfBulk,
  shiftedBulks,
  type WaitingGroups,
} from './waiting-layout';

const bulk = (id: string, before: number, jobs: number) => ({
  bulk_job_id: id,
  waiting_jobs: jobs,
  first_job_id: `${id}-1`,
  single_jobs_before: before,
});
const GROUPS: WaitingGroups = {
  waiting_jobs: 10_010,
  single_jobs: 5,
  bulks: [bulk('a', 0, 3), bulk('b', 2, 10_000), bulk('c', 2, 2)],
};

/** `0` for the first job that came alone, `a` for a bulk's row, `a0` for its first job. */
const said = (groups: WaitingGroups, opened: string[]): string => {
  const layout = layOut(groups, new Set(opened));
  return Array.from({ length: Math.min(layout.count, 20) }, (_none, row) => {
    const place = placeAt(layout, row)!;
    if (place.kind === 'bulk') return place.bulk.bulk_job_id;
    return place.list === 'alone' ? String(place.index) : `${place.list}${place.index}`;
  }).join(' ');
};

describe('the rows of the waiting band', () => {
  it('are the jobs that came alone, and a row for each bulk before the job that runs after its first', () => {
    expect(said(GROUPS, [])).toBe('a 0 1 b c 2 3 4');
  });

  it('show the jobs of opened bulks', () => {
    expect(said(GROUPS, ['a', 'c'])).toBe('a a0 a1 a2 0 1 b c c0 c1 2 3 4');
    expect(layOut(GROUPS, new Set(['b'])).count).toBe(10_008);
  });

  it('are none when nothing waits', () => {
    const layout = layOut({ waiting_jobs: 0, single_jobs: 0, bulks: [] }, new Set());
    expect(layout.count).toBe(0);
    expect(placeAt(layout, 0)).toBeUndefined();
    expect(lookedAt(layout, 0, 10)).toEqual([]);
  });

  it('are found by job and by bulk', () => {
    const layout = layOut(GROUPS, new Set(['b']));
    expect(rowOf(layout, 'alone', 2)).toBe(10_005);
    expect(rowOf(layout, 'b', 9_999)).toBe(10_003);
    expect(rowOf(layout, 'a', 0)).toBe(-1);
    expect(rowOfBulk(layout, 'c')).toBe(10_004);
    for (let row = 0; row < layout.count; row += 1) {
      const place = placeAt(layout, row)!;
      const found =
        place.kind === 'bulk'
          ? rowOfBulk(layout, place.bulk.bulk_job_id)
          : rowOf(layout, place.list, place.index);
      expect(found).toBe(row);
    }
  });

  it('tell what has to be read for those that are looked at', () => {
    const layout = layOut(GROUPS, new Set(['b']));
    expect(lookedAt(layout, 1, 6)).toEqual([
      { list: 'alone', first: 0, last: 1 },
      { list: 'b', first: 0, last: 2 },
    ]);
    expect(lookedAt(layout, 10_002, 20_000)).toEqual([
      { list: 'b', first: 9_998, last: 9_999 },
      { list: 'alone', first: 2, last: 4 },
    ]);
  });

  it('tell the bulks whose own rows are among some', () => {
    const layout = layOut(GROUPS, new Set(['b']));
    const ids = (first: number, last: number) =>
      bulksBetween(layout, first, last).map(({ bulk_job_id }) => bulk_job_id);
    expect(ids(0, 3)).toEqual(['a', 'b']);
    expect(ids(4, 10_003)).toEqual([]);
    expect(ids(4, 10_004)).toEqual(['c']);
  });

  // Rows at first: a 0 1 b c 2 3 4
  it.each([
    ['the last job to the very top', 4, 0, 'a', [1, 3, 3]],
    ['the last job before the first one', 4, 0, null, [0, 3, 3]],
    ['the last job before a bulk', 4, 2, 'b', [0, 3, 3]],
    ['the last job before the bulk behind it', 4, 2, 'c', [0, 2, 3]],
    ['the last job behind both', 4, 2, null, [0, 2, 2]],
    ['the first job before a bulk', 0, 2, 'b', [0, 2, 2]],
    ['the first job behind the bulks', 0, 2, null, [0, 1, 1]],
    ['the first job to the end', 0, 5, null, [0, 1, 1]],
    ['a job within its stretch', 3, 2, null, [0, 2, 2]],
  ])('keep their places when one moves: %s', (_what, from, before, over, expected) => {
    const shifted = shiftedBulks(GROUPS.bulks, from, before, over);
    expect(shifted.map((one) => one.single_jobs_before)).toEqual(expected);
  });
});
