import type { PassLimits } from './passes.js';

/** How the scheduler weighs order, fairness and the cost of loading a model. Times in milliseconds unless named otherwise. */
export interface SchedulingRules extends PassLimits {
  /** `maxPasses`: for each place on the servers that could take the job. */
  maxPasses: number;
  /** A class of jobs that nothing was started of for so long counts as one lane higher, and so on. */
  ageingMs: number;
  /** GPU seconds by which shares must differ to count; within them the order of the queue decides. */
  quantumSeconds: number;
  /** GPU seconds that a tenant may be ahead of the one furthest behind and still use a model that is loaded. */
  affinityCreditSeconds: number;
  /** Likewise, as a multiple of the time that loading the other's model takes: the larger one counts. */
  affinityCreditLoads: number;
  /** A server joins the one that has a model when that has this many times more to do than it takes to load it; more of them, later. */
  joinFactor: number;
  /** GPU seconds that a tenant may be ahead and still have its interactive jobs go before background work. */
  interactiveCreditSeconds: number;
  /** An interactive job waits so long at most for a model that is in use, so that fewer are loaded for single jobs. */
  interactivePatienceMs: number;
}

export const DEFAULT_RULES: SchedulingRules = {
  maxPasses: 100,
  maxPassedMs: 3_600_000,
  ageingMs: 600_000,
  quantumSeconds: 15,
  affinityCreditSeconds: 60,
  affinityCreditLoads: 30,
  joinFactor: 10,
  interactiveCreditSeconds: 120,
  interactivePatienceMs: 30_000,
};

/** The order of the queue and nothing else. */
export const STRICT_ORDER: Pick<SchedulingRules, 'maxPasses' | 'interactivePatienceMs'> = {
  maxPasses: 0,
  interactivePatienceMs: 0,
};
