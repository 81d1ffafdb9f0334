import { describe, expect, it } from '@jest/globals';
import type { UsageDay } from '../../api/queries/api-keys';
import { HABIT_DAYS, totalOf, unusualDays } from './usage';

const days = (...bulkJobs: number[]): UsageDay[] =>
  bulkJobs.map((jobs, index) => ({
    day: `2026-11-${String(index + 1).padStart(2, '0')}`,
    requests: 2,
    refusals: 0,
    jobs,
    bulk_jobs: jobs,
    gpu_seconds: 1.5,
  }));
const quiet = Array.from({ length: HABIT_DAYS }, () => 0);

describe('unusual days of a key', () => {
  it('are those with far more bulk jobs than the days before', () => {
    const habit = quiet.map((_, index) => (index % 2 ? 100 : 0));
    expect(unusualDays(days(...habit, 501))).toEqual([{ day: '2026-11-15', jobs: 501, usual: 100 }]);
    expect(unusualDays(days(...habit, 500))).toEqual([]);
  });

  it('are never days of a few jobs, however quiet it was before', () => {
    expect(unusualDays(days(...quiet, 200))).toEqual([]);
    expect(unusualDays(days(...quiet, 201))).toHaveLength(1);
  });

  it('are not told of days before which too little is known', () => {
    expect(unusualDays(days(5000, 5000))).toEqual([]);
  });
});

it('the total of a measure is the sum of its days', () => {
  expect(totalOf(days(1, 2, 3), 'jobs')).toBe(6);
  expect(totalOf(days(1, 2), 'gpu_seconds')).toBe(3);
});
