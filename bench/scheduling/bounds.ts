// What no schedule can do better, and the best that hindsight found.
import type { Run } from './simulate.js';
import type { Workload } from './workload.js';

/**
 * No schedule ends earlier: from any moment on the servers have at least the work that arrives from then on to do, and
 * from the beginning on each model has to be loaded once.
 */
export function leastMakespan({ jobs, servers, loadSeconds }: Workload): number {
  const models = new Set(jobs.map(({ model }) => model));
  const loads = [...models].reduce((sum, model) => sum + loadSeconds.get(model)!, 0);
  const total = jobs.reduce((sum, { seconds }) => sum + seconds, 0);
  let least = (total + loads) / servers;
  let work = 0;
  for (const job of [...jobs].reverse()) {
    work += job.seconds;
    least = Math.max(least, job.arrives + work / servers, job.arrives + job.seconds);
  }
  return least;
}

export function makespanOf(runs: readonly Run[]): number {
  return Math.max(...runs.map(({ ends }) => ends));
}

export function loadsOf(runs: readonly Run[]): number {
  return runs.filter(({ loadSeconds }) => loadSeconds > 0).length;
}
