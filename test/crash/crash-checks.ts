// The invariants of a crash run, each a pure function from the evidence to sentences about what is broken.
import { overlaps } from '../support/server-records.js';
import type { AcknowledgedJob } from './crash-history.js';
import type { Evidence } from './crash-evidence.js';

export interface Promises {
  jobs: readonly AcknowledgedJob[];
  cancelled: ReadonlySet<string>;
  maybeCancelled: ReadonlySet<string>;
}

type Check = (evidence: Evidence, promises: Promises) => string[];

/** Named as the report prints them. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'every acknowledged job is stored': (evidence, promises) => {
    const stored = new Set(evidence.jobs.map((job) => job.id));
    return promises.jobs.filter((job) => !stored.has(job.id)).map((job) => `${job.id} is lost`);
  },

  'every job has ended as it should': (evidence, { cancelled, maybeCancelled }) =>
    evidence.jobs
      .filter(({ id, status }) => {
        if (cancelled.has(id)) return status !== 'cancelled';
        return status !== 'completed' && !(status === 'cancelled' && maybeCancelled.has(id));
      })
      .map(({ id, status, error }) => `${id} is ${status}: ${error ?? 'no error told'}`),

  'every completed job has completed once': (evidence) =>
    evidence.jobs.flatMap(({ id, status }) => {
      const wanted = status === 'completed' ? 1 : 0;
      const told = evidence.completions.get(id) ?? 0;
      const done = evidence.attempts.filter(
        (attempt) => attempt.jobId === id && attempt.outcome === 'completed',
      ).length;
      return told === wanted && done === wanted
        ? []
        : [`${id} (${status}) was told completed ${told} times, by ${done} attempts`];
    }),

  'attempts are numbered without a gap, all ended, the last one decided': (evidence) =>
    evidence.jobs.flatMap(({ id, attempt, status, leaseOwner }) => {
      const own = evidence.attempts.filter((one) => one.jobId === id);
      const problems: string[] = [];
      if (leaseOwner !== null) problems.push(`${id} is still leased`);
      if (own.some((one) => one.endedAt === null)) problems.push(`${id} has an attempt that never ended`);
      if (status !== 'completed') return problems;
      if (own.some((one, at) => one.attempt !== at + 1) || own.length !== attempt)
        problems.push(`${id} has attempts ${own.map((one) => one.attempt).join()} of ${attempt}`);
      if (own.at(-1)?.outcome !== 'completed') problems.push(`${id} was not completed by its last attempt`);
      return problems;
    }),

  'every completed job has its pictures once, others have none': (evidence, promises) => {
    const asked = new Map(promises.jobs.map((job) => [job.id, job.images]));
    return evidence.jobs.flatMap(({ id, status, imageCount }) => {
      const rows = evidence.images.filter((image) => image.jobId === id);
      const results = rows.filter((row) => row.role === 'image').length;
      const wanted = status === 'completed' ? (asked.get(id) ?? results) : 0;
      // A batch comes with a grid, unless it had to be fetched.
      const isRight =
        results === wanted &&
        rows.length <= results + 1 &&
        rows.every((row, at) => row.state === 'saved' && row.idx === at);
      return isRight && imageCount === rows.length
        ? []
        : [
            `${id} (${status}) has ${rows.map((row) => `${row.role} ${row.idx} ${row.state}`).join(', ') || 'no pictures'} for ${wanted}, says ${imageCount}`,
          ];
    });
  },

  'files and rows are one to one, with the same bytes': (evidence) => {
    const rows = new Map(evidence.images.map((image) => [image.path, image]));
    const strays = [...evidence.files.keys()]
      .filter((path) => !rows.has(path))
      .map((path) => `${path} belongs to no row`);
    const wrong = evidence.images
      .filter((image) => evidence.files.get(image.path) !== image.sha256)
      .map(
        (image) =>
          `${image.path} ${evidence.files.has(image.path) ? 'has other bytes than its row says' : 'is missing'}`,
      );
    return [...strays, ...wrong];
  },

  'every picture is one that a server made for that very job': (evidence) =>
    evidence.images
      .filter(
        ({ jobId, role, sha256 }) =>
          role === 'image' &&
          !evidence.generations.some(
            (one) => one.jobId === jobId && one.images.some((image) => image.sha256 === sha256),
          ),
      )
      .map(({ path, jobId }) => `${path} of ${jobId} was made by no generation of it`),

  'all generations of a job used its one seed': (evidence, promises) => {
    const given = new Map(promises.jobs.map((job) => [job.id, job.seed]));
    return evidence.jobs.flatMap(({ id, seed }) => {
      const used = new Set(
        evidence.generations.filter((one) => one.jobId === id && one.seed !== -1).map((one) => one.seed),
      );
      const wanted = given.get(id) ?? seed;
      return [...used].every((one) => one === wanted) && seed === wanted
        ? []
        : [`${id} has seed ${seed}, was given ${wanted}, used ${[...used].join()}`];
    });
  },

  'no job ever ran twice at the same time': (evidence) =>
    evidence.jobs.flatMap(({ id }) => {
      const own = evidence.generations.filter((one) => one.jobId === id);
      return overlaps(own).map(([first, second]) => `${first} and ${second} ran at the same time`);
    }),

  'the database is sound and its counts are right': (evidence) => {
    const real = new Map<string, number>();
    for (const { status } of evidence.jobs) real.set(status, (real.get(status) ?? 0) + 1);
    const states = new Set([...real.keys(), ...evidence.counted.keys()]);
    const wrong = [...states].filter(
      (state) => (real.get(state) ?? 0) !== (evidence.counted.get(state) ?? 0),
    );
    return [
      ...evidence.damage,
      ...wrong.map(
        (state) => `${real.get(state) ?? 0} jobs are ${state}, counted ${evidence.counted.get(state) ?? 0}`,
      ),
    ];
  },
};
