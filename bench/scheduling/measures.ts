import { median, percentile } from '../statistics.js';
import type { Foretold } from './our-policy.js';
import type { Run } from './simulate.js';
import type { Workload } from './workload.js';

/** Seconds that single jobs waited until their first step, the loading of their model included. */
function waitsOfSingles(runs: readonly Run[]): number[] {
  const singles = runs.filter(({ job }) => !job.background);
  return singles.map(({ job, starts, loadSeconds }) => starts + loadSeconds - job.arrives);
}

export function meanWait(runs: readonly Run[]): number {
  const waits = waitsOfSingles(runs);
  return waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length);
}

export function percentileWait(runs: readonly Run[], share: number): number {
  const waits = waitsOfSingles(runs);
  return waits.length ? percentile(waits, share) : 0;
}

/**
 * Jain's index over the GPU seconds of the tenants that have equal work, up to the moment when the first of them has
 * nothing waiting any more: 1 is even, 1/n is all for one. NaN where the workload has no such tenants.
 */
export function fairness({ equalTenants }: Workload, runs: readonly Run[]): number {
  const lastStart = (tenant: string): number =>
    Math.max(...runs.filter(({ job }) => job.tenant === tenant).map(({ starts }) => starts));
  const until = Math.min(...equalTenants.map(lastStart));
  const seconds = equalTenants.map((tenant) => secondsUntil(runs, tenant, until));
  const sum = seconds.reduce((a, b) => a + b, 0);
  return sum ** 2 / (seconds.length * seconds.reduce((a, b) => a + b * b, 0));
}

function secondsUntil(runs: readonly Run[], tenant: string, until: number): number {
  const own = runs.filter(({ job, starts }) => job.tenant === tenant && starts < until);
  return own.reduce((sum, { starts, ends }) => sum + Math.min(ends, until) - starts, 0);
}

/** Mean seconds from the arrival of a job to its end. */
export function meanFlow(runs: readonly Run[]): number {
  return runs.reduce((sum, { job, ends }) => sum + ends - job.arrives, 0) / Math.max(1, runs.length);
}

/** Of the predicted ends, against the time that was still to go; predictions made before `after` jobs had ended do not count. */
export function medianError(foretold: readonly Foretold[], runs: readonly Run[], after: number): number {
  const ends = new Map(runs.map(({ job, ends: end }) => [job.seq, end]));
  const errors = foretold
    .filter(({ known }) => known >= after)
    .map(({ seq, at, end }) => Math.abs(end - ends.get(seq)!) / (ends.get(seq)! - at));
  return median(errors);
}
