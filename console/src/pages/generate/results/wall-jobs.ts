// The jobs of a sitting in the order of the wall: what runs, what waits, what has ended. Pure.
import type { Job } from '../../../api/queries/queue';

export interface WallJobs {
  running: Job[];
  waiting: Job[];
  ended: Job[];
}

/** `jobs`: of each entry, the newest entry first. */
export function sortForWall(jobs: readonly Job[]): WallJobs {
  const of = (...states: Job['status'][]): Job[] => jobs.filter(({ status }) => states.includes(status));
  const endedAt = (job: Job): string => job.completion_timestamp ?? job.last_updated_timestamp;
  return {
    running: of('processing'),
    waiting: of('pending'),
    ended: of('completed', 'failed', 'cancelled').sort((one, other) =>
      endedAt(other).localeCompare(endedAt(one)),
    ),
  };
}

/** The seed of the picture that was finished last. */
export function lastSeedOf(jobs: readonly Job[]): number | null {
  const { ended } = sortForWall(jobs);
  const image = ended
    .flatMap(({ images }) => images)
    .find(({ role, seed }) => role === 'image' && seed !== null);
  return image?.seed ?? null;
}
