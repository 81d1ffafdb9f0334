import { expect, it } from '@jest/globals';
import type { Job } from '../../../api/queries/queue';
import { lastSeedOf, sortForWall } from './wall-jobs';

function job(job_id: string, status: Job['status'], ended: string | null, seed: number | null = null): Job {
  const images = seed === null ? [] : [{ role: 'image', seed }];
  const times = { completion_timestamp: ended, last_updated_timestamp: '2026-01-01T00:00:00Z' };
  return { job_id, status, images, ...times } as unknown as Job;
}

const jobs = [
  job('waits', 'pending', null),
  job('early', 'completed', '2026-01-01T00:01:00Z', 5),
  job('runs', 'processing', null),
  job('late', 'failed', '2026-01-01T00:03:00Z'),
  job('middle', 'completed', '2026-01-01T00:02:00Z', 0),
];

it('shows what runs, what waits, and what has ended with the last one first', () => {
  const { running, waiting, ended } = sortForWall(jobs);
  expect([running, waiting, ended].map((list) => list.map(({ job_id }) => job_id))).toEqual([
    ['runs'],
    ['waits'],
    ['late', 'middle', 'early'],
  ]);
});

it('knows the seed of the last picture, also when it is 0', () => {
  expect(lastSeedOf(jobs)).toBe(0);
  expect(lastSeedOf([])).toBeNull();
});
