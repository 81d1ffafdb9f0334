import { describe, expect, it } from '@jest/globals';
import {
  moved,
  ofLength,
  patched,
  resized,
  staled,
  toRead,
  WINDOW,
  without,
  withWindow,
  type SparseRows,
} from './sparse-rows';

interface Row {
  job_id: string;
  priority?: number;
}

const rows = (from: number, count: number): Row[] =>
  Array.from({ length: count }, (_none, index) => ({ job_id: `j${from + index}` }));
const ids = (list: SparseRows<Row>, first: number, last: number) =>
  list.rows.slice(first, last).map((row) => row?.job_id ?? null);
const small = (count: number): SparseRows<Row> => withWindow(ofLength(count), 0, rows(0, count));

describe('a list of which some rows have been read', () => {
  it('asks for the windows that are looked at and not read yet', () => {
    const list = withWindow(ofLength<Row>(10_000), 2 * WINDOW, rows(100, WINDOW));
    expect(toRead(list, 90, 210)).toEqual([1, 3, 4]);
    expect(toRead(list, 100, 149)).toEqual([]);
    expect(toRead(list, 9_990, 20_000)).toEqual([199]);
    expect(toRead(ofLength<Row>(0), 0, 30)).toEqual([]);
  });

  it('keeps its last, short window as read', () => {
    const list = withWindow(ofLength<Row>(WINDOW + 3), WINDOW, rows(50, 3));
    expect(toRead(list, WINDOW, WINDOW + 2)).toEqual([]);
  });

  it('does not take a window for read that has become shorter than the list should be', () => {
    const list = withWindow(ofLength<Row>(80), 0, rows(0, 10));
    expect(toRead(list, 0, 20)).toEqual([0]);
    expect(ids(list, 9, 11)).toEqual(['j9', null]);
  });

  it('never shows a row twice when it was read again at another place', () => {
    const before = withWindow(ofLength<Row>(200), 0, rows(0, WINDOW));
    const after = withWindow(before, WINDOW, [{ job_id: 'j7' }, ...rows(51, WINDOW - 1)]);
    expect(after.rows.filter((row) => row?.job_id === 'j7')).toHaveLength(1);
    expect(after.rows[WINDOW]?.job_id).toBe('j7');
  });

  it('closes up when rows go, and wants to be read again', () => {
    const list = without(small(6), new Set(['j1', 'j4', 'gone']));
    expect(ids(list, 0, 9)).toEqual(['j0', 'j2', 'j3', 'j5']);
    expect(toRead(list, 0, 3)).toEqual([0]);
  });

  it('is the same when none of its rows goes', () => {
    const list = small(3);
    expect(without(list, new Set(['x']))).toBe(list);
    expect(patched(list, new Set(['x']), { priority: 9 })).toBe(list);
  });

  it.each([
    [0, 3, 'j1 j2 j0 j3 j4'],
    [0, 5, 'j1 j2 j3 j4 j0'],
    [4, 0, 'j4 j0 j1 j2 j3'],
    [3, 1, 'j0 j3 j1 j2 j4'],
    [2, 2, 'j0 j1 j2 j3 j4'],
    [2, 3, 'j0 j1 j2 j3 j4'],
  ])('moves row %i before row %i', (from, before, expected) => {
    expect(ids(moved(small(5), from, before), 0, 5).join(' ')).toBe(expected);
  });

  it('is shown on while it is old', () => {
    const list = staled(patched(small(3), new Set(['j1']), { priority: 9 }));
    expect(list.rows[1]).toEqual({ job_id: 'j1', priority: 9 });
    expect(toRead(list, 0, 2)).toEqual([0]);
  });

  it('grows and shrinks at its end', () => {
    expect(ids(resized(small(2), 4), 0, 4)).toEqual(['j0', 'j1', null, null]);
    expect(ids(resized(small(4), 2), 0, 4)).toEqual(['j0', 'j1']);
  });
});
