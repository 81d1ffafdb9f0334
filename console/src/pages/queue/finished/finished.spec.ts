import { describe, expect, it } from '@jest/globals';
import type { Bulk } from '../../../api/queries/bulks';
import type { EndedJob, EndedPage } from '../../../api/queries/ended';
import { finishedRows, type FinishedRow } from './finished-rows';
import { mergeNewest, withoutEnded } from './merge-newest';

/** Noon of a day of November, so that no zone moves it to another day. */
const at = (day: number, second = 0): string => new Date(2026, 10, day, 12, 0, second).toISOString();
const job = (id: string, day: number, second = 0) =>
  ({ job_id: id, completion_timestamp: at(day, second) }) as EndedJob;
const page = (jobs: EndedJob[], next: string | null = 'next'): EndedPage => ({ jobs, next_cursor: next });
const ids = (pages: EndedPage[]) => pages.map(({ jobs }) => jobs.map(({ job_id }) => job_id).join(''));
const bulk = (id: string, done: number, finishedAt: string | null) =>
  ({
    bulk_job_id: id,
    completed_jobs: done,
    failed_jobs: 0,
    cancelled_jobs: 0,
    finished: finishedAt !== null,
    completion_timestamp: finishedAt,
  }) as Bulk;
const said = (rows: FinishedRow[]) =>
  rows.map((row) => (row.kind === 'job' && row.inBulk ? `(${row.key})` : row.key)).join(' ');

describe('pages of what has ended', () => {
  const pages = [page([job('e', 5), job('d', 4)]), page([job('c', 3), job('b', 2)], null)];

  it('get what has ended since in front', () => {
    expect(ids(mergeNewest(pages, page([job('f', 6), job('e', 5)])))).toEqual(['fed', 'cb']);
    expect(mergeNewest(pages, page([job('f', 6), job('e', 5)]))[0]!.next_cursor).toBe('next');
  });

  it('lose what has been deleted or waits again', () => {
    expect(ids(mergeNewest(pages, page([job('f', 6), job('d', 4)])))).toEqual(['fd', 'cb']);
    expect(ids(withoutEnded(pages, new Set(['e', 'b'])))).toEqual(['d', 'c']);
  });

  it('begin anew when more has ended than one page holds', () => {
    expect(ids(mergeNewest(pages, page([job('h', 8), job('g', 7)])))).toEqual(['hg']);
  });

  it('are the fresh page when that is all there is', () => {
    expect(ids(mergeNewest(pages, page([job('e', 5)], null)))).toEqual(['e']);
    expect(ids(mergeNewest([], page([job('a', 1)])))).toEqual(['a']);
  });
});

describe('rows of what has ended', () => {
  it('are jobs and bulks by the day, the newest first, with what goes on at the top', () => {
    const jobs = [job('c', 3), job('b', 2, 9), job('a', 1)];
    const bulks = [bulk('going', 4, null), bulk('done', 7, at(2, 5)), bulk('fresh', 0, null)];
    expect(said(finishedRows(jobs, bulks, false, null))).toBe(
      'day going-on going day 2026-11-03 c day 2026-11-02 b done day 2026-11-01 a',
    );
  });

  it('keep bulks back that are older than the jobs that have been read', () => {
    const bulks = [bulk('old', 7, at(1))];
    expect(said(finishedRows([job('c', 3)], bulks, true, null))).toBe('day 2026-11-03 c');
    expect(said(finishedRows([job('c', 3)], bulks, false, null))).toContain('old');
  });

  it('show the jobs of an opened bulk below it', () => {
    const opened = { id: 'done', jobs: [job('x', 2), job('y', 2)], hasMore: true };
    expect(said(finishedRows([], [bulk('done', 7, at(2))], false, opened))).toBe(
      'day 2026-11-02 done (x) (y) more done',
    );
  });
});
