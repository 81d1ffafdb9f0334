// The best that hindsight finds: many schedules by thresholds that no policy could know in advance.
import { loadsOf, makespanOf } from './bounds.js';
import { fairness, meanFlow, meanWait } from './measures.js';
import { patient } from './policies.js';
import { simulate, type Run } from './simulate.js';
import type { Workload } from './workload.js';

/** What a schedule is judged by, seconds. */
export interface Service {
  loads: number;
  makespan: number;
  singles: number;
  flow: number;
  fairness: number;
}

export function serviceOf(workload: Workload, runs: readonly Run[]): Service {
  return {
    loads: loadsOf(runs),
    makespan: makespanOf(runs),
    singles: meanWait(runs),
    flow: meanFlow(runs),
    fairness: fairness(workload, runs),
  };
}

export function schedulesOfHindsight(workload: Workload, thorough: boolean): Service[] {
  const { loadSeconds, jobs } = workload;
  const lastArrival = jobs.at(-1)!.arrives;
  const found: Service[] = [];
  for (const thresholdSeconds of thorough ? [0, 30, 90, 240] : [0, 90])
    for (const longestWait of thorough ? [60, 300, 1_200] : [300, 1_200])
      for (const joinFactor of workload.servers === 1 ? [1] : [1, 4, 12, 40])
        for (const singlesAfter of [0, 10, 30, 90, 300]) {
          const how = { thresholdSeconds, longestWait, joinFactor, singlesAfter, lastArrival, loadSeconds };
          found.push(serviceOf(workload, simulate(workload, patient(how))));
        }
  return found;
}

/** Nobody's mean may be worse by more. */
const TOLERANCE = 1.05;
const FAIR_ENOUGH = 0.95;

/** The fewest loads among those that serve everybody as well; Infinity: none does. */
export function fewestLoads(found: readonly Service[], than: Service): number {
  const asWell = found.filter(
    (one) =>
      one.makespan <= than.makespan * 1.01 &&
      one.singles <= than.singles * TOLERANCE + 1 &&
      one.flow <= than.flow * TOLERANCE + 1 &&
      !(one.fairness < FAIR_ENOUGH),
  );
  return Math.min(...asWell.map(({ loads }) => loads));
}
