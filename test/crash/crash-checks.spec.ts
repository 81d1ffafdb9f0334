// The checker itself: on sound evidence it is silent, and each kind of damage is found by the check that is named for it.
import { describe, expect, it } from '@jest/globals';
import { jobIdOf } from '../support/server-records.js';
import type { RecordedGeneration } from '../support/start-simulator-process.js';
import { CHECKS, type Promises } from './crash-checks.js';
import type { Evidence } from './crash-evidence.js';

const A = 'aaaaaaaa-1f2e-4a3b-8c4d-5e6f70819203';
const B = 'bbbbbbbb-1f2e-4a3b-8c4d-5e6f70819203';

function generation(
  jobId: string,
  attempt: number,
  seed: number,
  at: number,
  sha256: string,
): RecordedGeneration & { jobId: string; alias: string } {
  const times = { requestedAt: at, startedAt: at, endedAt: at + 100 };
  return {
    ...{ index: 0, outcome: 'completed', payload: {} },
    ...times,
    jobId,
    alias: 'gpu',
    seed,
    taskId: `task(sq-${jobId}-${attempt})`,
    images: [{ sha256, bytes: 10 }],
  };
}

/** A completed at its second attempt, B was cancelled. */
function sound(): { evidence: Evidence; promises: Promises } {
  const job = { crashes: 0, retries: 0, leaseOwner: null, error: null, wasFetched: 0 } as const;
  const evidence: Evidence = {
    jobs: [
      { ...job, id: A, status: 'completed', attempt: 2, imageCount: 1, seed: 7 },
      { ...job, id: B, status: 'cancelled', attempt: 0, imageCount: 0, seed: 8 },
    ],
    attempts: [
      { jobId: A, attempt: 1, reattached: 0, endedAt: 'then', outcome: 'taken_over' },
      { jobId: A, attempt: 2, reattached: 1, endedAt: 'then', outcome: 'completed' },
    ],
    images: [{ jobId: A, idx: 0, state: 'saved', role: 'image', path: 'day/a.png', sha256: 'ff' }],
    completions: new Map([[A, 1]]),
    counted: new Map([
      ['completed', 1],
      ['cancelled', 1],
    ]),
    damage: [],
    files: new Map([['day/a.png', 'ff']]),
    generations: [generation(A, 1, 7, 0, 'ff'), generation(A, 2, 7, 200, 'ff')],
  };
  const promises = {
    jobs: [
      { id: A, seed: 7, images: 1 },
      { id: B, seed: null, images: 1 },
    ],
    cancelled: new Set([B]),
    maybeCancelled: new Set<string>(),
  };
  return { evidence, promises };
}

const DAMAGE: [check: string, damage: (evidence: Evidence) => void][] = [
  ['every acknowledged job is stored', (evidence) => evidence.jobs.shift()],
  ['every job has ended as it should', ({ jobs }) => Object.assign(jobs[0]!, { status: 'failed' })],
  ['every job has ended as it should', ({ jobs }) => Object.assign(jobs[1]!, { status: 'completed' })],
  ['every completed job has completed once', ({ completions }) => completions.set(A, 2)],
  [
    'every completed job has completed once',
    ({ attempts }) => Object.assign(attempts[0]!, { outcome: 'completed' }),
  ],
  ['every completed job has completed once', ({ completions }) => completions.set(B, 1)],
  [
    'attempts are numbered without a gap, all ended, the last one decided',
    ({ attempts }) => attempts.shift(),
  ],
  [
    'attempts are numbered without a gap, all ended, the last one decided',
    ({ attempts }) => Object.assign(attempts[0]!, { endedAt: null }),
  ],
  [
    'attempts are numbered without a gap, all ended, the last one decided',
    ({ jobs }) => Object.assign(jobs[0]!, { leaseOwner: 'me' }),
  ],
  ['every completed job has its pictures once, others have none', (evidence) => evidence.images.pop()],
  [
    'every completed job has its pictures once, others have none',
    ({ images }) => images.push({ ...images[0]!, idx: 1 }),
  ],
  [
    'every completed job has its pictures once, others have none',
    ({ images }) => Object.assign(images[0]!, { state: 'saving' }),
  ],
  [
    'every completed job has its pictures once, others have none',
    ({ images }) => Object.assign(images[0]!, { jobId: B }),
  ],
  ['files and rows are one to one, with the same bytes', ({ files }) => files.set('day/.b.png.part-1', 'ff')],
  ['files and rows are one to one, with the same bytes', ({ files }) => files.delete('day/a.png')],
  ['files and rows are one to one, with the same bytes', ({ files }) => files.set('day/a.png', '00')],
  [
    'every picture is one that a server made for that very job',
    ({ images }) => Object.assign(images[0]!, { sha256: '00' }),
  ],
  [
    'all generations of a job used its one seed',
    ({ generations }) => Object.assign(generations[1]!, { seed: 9 }),
  ],
  ['all generations of a job used its one seed', ({ jobs }) => Object.assign(jobs[0]!, { seed: 9 })],
  [
    'no job ever ran twice at the same time',
    ({ generations }) => Object.assign(generations[1]!, { startedAt: 50 }),
  ],
  ['the database is sound and its counts are right', ({ counted }) => counted.set('completed', 2)],
  ['the database is sound and its counts are right', ({ damage }) => damage.push('a page is missing')],
];

describe('the checker of the crash run', () => {
  it('finds nothing in a sound history', () => {
    const { evidence, promises } = sound();
    for (const [name, check] of Object.entries(CHECKS))
      expect([name, check(evidence, promises)]).toEqual([name, []]);
  });

  it.each(DAMAGE)('finds where not %s (%#)', (name, damage) => {
    const { evidence, promises } = sound();
    damage(evidence);
    expect(CHECKS[name]?.(evidence, promises).length).toBeGreaterThan(0);
  });

  it('accepts both ends of a cancel whose answer never came', () => {
    const { evidence, promises } = sound();
    const unanswered = { ...promises, cancelled: new Set<string>(), maybeCancelled: new Set([B]) };
    expect(CHECKS['every job has ended as it should']?.(evidence, unanswered)).toEqual([]);
  });
});

describe(jobIdOf.name, () => {
  it('knows generations of ours on every engine, and nobody else’s', () => {
    const saved = { prompt: { '9': { inputs: { filename_prefix: `stablequeue/${A}-2-9` } } } };
    const other = { prompt: { '9': { inputs: { filename_prefix: 'ComfyUI', text: 'stablequeue' } } } };
    const ids = [
      jobIdOf({ taskId: `task(sq-${A}-1)`, payload: {} }),
      jobIdOf({ taskId: 'f3b1', payload: saved }),
      jobIdOf({ taskId: 'task(abc)', payload: {} }),
      jobIdOf({ taskId: 'f3b1', payload: other }),
    ];
    expect(ids).toEqual([A, A, null, null]);
  });
});
