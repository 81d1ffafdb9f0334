// The five states and what may happen in each. The repositories enforce this table with guarded updates; the
// documents and every job's `actions` are made from it.
import type { JobStatus } from './job.entity.js';

/** What a person or client may do with a job. */
export const JOB_ACTIONS = ['cancel', 'edit', 'move', 'hold', 'release', 'retry', 'delete'] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];

/** Where a job may go from each state, and who takes it there. */
export const STATE_CHANGES: Readonly<Record<JobStatus, Partial<Record<JobStatus, string>>>> = {
  pending: {
    processing: 'claimed for a free server',
    cancelled: 'cancelled',
  },
  processing: {
    completed: 'every image is saved',
    failed: 'permanent error, or no retries left',
    cancelled: 'cancelled',
    pending: 'retried, or its server went away',
  },
  completed: {},
  failed: { pending: 'retried by hand' },
  cancelled: { pending: 'retried by hand' },
};

const ACTIONS: Readonly<Record<JobStatus, readonly JobAction[]>> = {
  pending: ['cancel', 'edit', 'move', 'hold', 'delete'],
  processing: ['cancel', 'delete'],
  completed: ['delete'],
  failed: ['retry', 'delete'],
  cancelled: ['retry', 'delete'],
};

export function actionsFor(job: { status: JobStatus; held: boolean }): JobAction[] {
  const actions = [...ACTIONS[job.status]];
  return job.held ? actions.map((action) => (action === 'hold' ? 'release' : action)) : actions;
}

/** The states in which an action is allowed. */
export function statesAllowing(action: JobAction): JobStatus[] {
  const real = action === 'release' ? 'hold' : action;
  return (Object.keys(ACTIONS) as JobStatus[]).filter((status) => ACTIONS[status].includes(real));
}

export function isEnded(status: JobStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
