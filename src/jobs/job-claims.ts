// What passes between the runner and the rows of `jobs`.
import type { MemoryStage } from './memory-stage.js';
import type { JobError, JobWarning, WaitingReason } from './job.js';

/** The right to one attempt. */
export interface Fence {
  jobId: string;
  attempt: number;
  owner: string;
}

export interface ClaimRequest {
  serverId: string;
  serverAlias: string;
  appType: string;
  maxConcurrentJobs: number;
  /** With those that only wait in the server's own queue; absent: none do. */
  places?: number;
  owner: string;
  leaseMs: number;
}

export interface ProgressColumns {
  phase: string;
  progress: number;
  step: number | null;
  steps: number | null;
  etaSeconds: number | null;
}

/** A server to stay away from: until a time (ISO), or (null) for as long as the job waits. */
export interface Exclusion {
  serverId: string;
  until: string | null;
  reason: string;
}

/** How an attempt gives its job back to the queue. */
export interface Release {
  reason: WaitingReason;
  error: JobError | null;
  /** ISO time before which it is not claimed again; null: at once. */
  notBefore: string | null;
  /** Whether this costs one of the job's retries. */
  spendsRetry: boolean;
  exclude?: Exclusion;
  /** Of its search for enough memory; left out: as it is. */
  stage?: MemoryStage | null;
}

export interface Ending {
  status: 'completed' | 'failed';
  error: JobError | null;
  warnings: JobWarning[];
  result: Record<string, unknown> | null;
  imageCount: number;
}

/** Where the time of an attempt went before its first step; null where it was not seen. */
export interface TimeSpent {
  /** In the server's own queue. */
  queuedSeconds: number | null;
  /** From there to the first step: the loading of its model, if it had to be. */
  loadSeconds: number | null;
}

export const NOTHING_SPENT: TimeSpent = { queuedSeconds: null, loadSeconds: null };
