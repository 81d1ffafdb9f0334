import { describe, expect, it } from '@jest/globals';
import type { WaitingJob } from '../../../api/queries/waiting';
import { ofLength, toRead, withWindow } from './sparse-rows';
import { ALONE, type WaitingGroups } from './waiting-layout';
import { fitted, withoutJobs, withPatch, type WaitingLists } from './waiting-state';

const job = (job_id: string) => ({ job_id, priority: 5 }) as WaitingJob;
const bulk = (bulk_job_id: string, waiting_jobs: number, single_jobs_before: number) => ({
  bulk_job_id,
  waiting_jobs,
  first_job_id: `${bulk_job_id}-0`,
  single_jobs_before,
});
const groups: WaitingGroups = { waiting_jobs: 4, single_jobs: 3, bulks: [bulk('b', 1, 3)] };
const lists: WaitingLists = new Map([
  [ALONE, withWindow(ofLength<WaitingJob>(3), 0, [job('a0'), job('a1'), job('a2')])],
  ['b', withWindow(ofLength<WaitingJob>(1), 0, [job('b-0')])],
]);
const ids = (all: WaitingLists, list: string) => all.get(list)?.rows.map((row) => row?.job_id ?? null);

describe('what is known of the waiting jobs', () => {
  it('keeps the rows of lists that are there on, and wants to read them again', () => {
    const after = fitted(lists, { waiting_jobs: 6, single_jobs: 4, bulks: [bulk('c', 2, 0)] });
    expect(ids(after, ALONE)).toEqual(['a0', 'a1', 'a2', null]);
    expect(toRead(after.get(ALONE)!, 0, 3)).toEqual([0]);
    expect(ids(after, 'c')).toEqual([null, null]);
    expect(after.has('b')).toBe(false);
  });

  it('counts fewer when jobs go, and moves a bulk that stood behind them up', () => {
    const after = withoutJobs({ lists, groups }, new Set(['a1', 'unknown']));
    expect(ids(after.lists, ALONE)).toEqual(['a0', 'a2']);
    expect(after.groups).toEqual({ waiting_jobs: 3, single_jobs: 2, bulks: [bulk('b', 1, 2)] });
  });

  it('has no row for a bulk of which no job waits any more', () => {
    const after = withoutJobs({ lists, groups }, new Set(['b-0']));
    expect(after.groups).toEqual({ waiting_jobs: 3, single_jobs: 3, bulks: [] });
  });

  it('changes jobs in the list that they are in', () => {
    const after = withPatch(lists, new Set(['b-0']), { priority: 9 });
    expect(after.get('b')!.rows[0]!.priority).toBe(9);
    expect(after.get(ALONE)).toBe(lists.get(ALONE));
  });
});
