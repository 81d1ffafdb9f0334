import type { GpuSharing } from './gpu-room.js';
import type { FairShares } from './fair-shares.js';
import type { Passes } from './passes.js';
import type { SchedulingRules } from './scheduling-rules.js';
import type { WaitingGroup } from './waiting-book.js';
import type { WaitingJob } from './waiting-job.js';

export interface ServerView {
  readonly id: string;
  readonly alias: string;
  readonly appType: string;
  /** Jobs that it may have at a time. */
  readonly slots: number;
  /** Seconds until a slot is free; 0: one is. */
  readonly freeInSeconds: number;
  /** The heavy model that is loaded, or will be for what runs there; empty when unknown. */
  readonly model: string;
}

/** Everything that a choice depends on: the same snapshot, the same choice. */
export interface SchedulingSnapshot {
  readonly nowMs: number;
  readonly rules: SchedulingRules;
  readonly groups: Iterable<WaitingGroup>;
  /** All that take jobs now, busy ones too. */
  readonly servers: readonly ServerView[];
  readonly shares: Pick<FairShares, 'of'>;
  readonly passes: Pick<Passes, 'isDue'>;
  /** When a job of this class (`classOf`) was started last; undefined: never. */
  lastStartMs(classKey: string): number | undefined;
  /** Whether the job may and can run there, whatever its turn: its key, exclusions, memory, tags. */
  fits(job: WaitingJob, server: ServerView): boolean;
  /** Absent: every server has a GPU to itself. */
  readonly sharing?: GpuSharing;
  /** How long a job will take there with its model loaded. */
  jobSeconds(job: WaitingJob, server: ServerView): number;
  /** How long the server will take to load this model. */
  loadSeconds(model: string, server: ServerView): number;
}

/** Why this job and no other. */
export type ChoiceReason =
  /** First in line. */
  | 'turn'
  /** Its model is loaded. */
  | 'model_loaded'
  /** It may be passed over no more. */
  | 'passed_enough'
  /** A person put it there. */
  | 'placed'
  /** Somebody waits for it; background work can go later. */
  | 'interactive'
  /** Its tenant has had the least GPU time. */
  | 'fair_share';

export interface Choice {
  readonly job: WaitingJob;
  readonly reason: ChoiceReason;
  /** Seconds that the server will load its model first; 0: it is loaded. */
  readonly loadSeconds: number;
  /** Jobs of the same tenant, priority and lane before it in the queue that could have run there. */
  readonly passedOver: readonly WaitingJob[];
}

/** Jobs that have one turn among them: of one tenant, priority and lane. */
export function classOf(one: Pick<WaitingJob, 'tenant' | 'priority' | 'background'>): string {
  return JSON.stringify([one.tenant, one.priority, one.background]);
}
