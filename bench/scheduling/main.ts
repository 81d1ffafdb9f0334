// `npm run bench:scheduling [-- --seeds 3] [-- --quick]`: our scheduler beside others, over seeded workloads on
// simulated servers, in simulated time. Exits with 1 when an aim is missed: nothing here depends on the machine.
import { parseArgs } from 'node:util';
import { leastMakespan } from './bounds.js';
import { fewestLoads, schedulesOfHindsight, serviceOf, type Service } from './hindsight.js';
import { medianError, percentileWait } from './measures.js';
import { OurPolicy } from './our-policy.js';
import { firstInFirstOut, likeSwarmUi } from './policies.js';
import { median } from '../statistics.js';
import { simulate, type Policy, type Run } from './simulate.js';
import type { Workload } from './workload.js';
import { bulksAndSingles, equalKeys, matrixOverModels, mixedSingles } from './workloads.js';

const MAKES = [bulksAndSingles, mixedSingles, matrixOverModels, equalKeys];
const AIMS = { makespan: 1.1, loads: 1.2, fairness: 0.95, error: 0.15 };
/** Jobs that must have ended before a forecast is judged. */
const LEARNED = 50;
const missed: string[] = [];
const errors: number[] = [];

function main(): void {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '1' }, quick: { type: 'boolean', default: false } },
  });
  for (const servers of values.quick ? [1, 4] : [1, 4, 16])
    for (const make of MAKES)
      for (let seed = 1; seed <= Number(values.seeds); seed += 1) compare(make(servers, seed), seed);
  const error = median(errors);
  say(`\nForecasts are off by ${(error * 100).toFixed(1)} % in the median of all workloads.`);
  if (error > AIMS.error) missed.push(`  forecasts are off by more than ${AIMS.error * 100} %`);
  say(missed.length ? `\nMissed:\n${missed.join('\n')}` : '\nEvery aim was reached.');
  if (missed.length) process.exitCode = 1;
}

function compare(workload: Workload, seed: number): void {
  const bound = leastMakespan(workload);
  say(
    `\n${workload.name} (seed ${seed}): ${workload.jobs.length} jobs; no schedule ends before ${bound.toFixed(0)} s`,
  );
  say(`  ${HEADINGS.map((heading, index) => heading.padStart(WIDTHS[index]!)).join(' ')}`);
  const ours = new OurPolicy();
  const [own, fifo] = [ours, firstInFirstOut(), likeSwarmUi()].map((policy) => show(workload, policy, bound));
  const found = schedulesOfHindsight(workload, workload.servers < 16);
  const fewest = fewestLoads(found, own!.service);
  const free = Math.min(
    ...found.filter(({ makespan }) => makespan <= own!.service.makespan * 1.01).map((one) => one.loads),
  );
  const error = medianError(ours.foretold, own!.runs, LEARNED);
  errors.push(error);
  say(
    `  hindsight: ${fewest === Infinity ? 'no schedule of hindsight' : `${fewest} loads at best`} serves everybody as well as ours; ${free} loads if nobody's wait counted`,
  );
  say(
    `  passed over at most ${ours.mostPasses} times (${ours.mostPassesAllowed(workload.servers)} promised); forecasts off by ${(error * 100).toFixed(1)} % (median)`,
  );
  judge(workload, own!.service, fifo!.service, {
    bound,
    fewest,
    passes: ours.mostPasses,
    allowed: ours.mostPassesAllowed(workload.servers),
  });
}

function judge(
  { name }: Workload,
  own: Service,
  fifo: Service,
  facts: { bound: number; fewest: number; passes: number; allowed: number },
): void {
  const aim = (met: boolean, what: string): void => void (met || missed.push(`  ${name}: ${what}`));
  const makespan = own.makespan / facts.bound;
  const loads = own.loads / facts.fewest;
  aim(makespan <= AIMS.makespan, `makespan ${makespan.toFixed(3)} of the bound`);
  aim(loads <= AIMS.loads, `${loads.toFixed(2)} times the loads of hindsight`);
  aim(
    own.singles <= fifo.singles,
    `singles wait ${own.singles.toFixed(0)} s, first in first out ${fifo.singles.toFixed(0)} s`,
  );
  aim(facts.passes <= facts.allowed, `passed over ${facts.passes} times`);
  aim(!(own.fairness < AIMS.fairness), `fairness ${own.fairness.toFixed(3)}`);
}

const HEADINGS = [
  'policy',
  'makespan',
  'of bound',
  'loads',
  'singles wait',
  'p95',
  'mean in all',
  'fairness',
];
const WIDTHS = [19, 9, 9, 6, 13, 6, 12, 9];

function show(workload: Workload, policy: Policy, bound: number): { runs: Run[]; service: Service } {
  const runs = simulate(workload, policy);
  const service = serviceOf(workload, runs);
  const cells = [
    policy.name,
    `${service.makespan.toFixed(0)} s`,
    (service.makespan / bound).toFixed(3),
    String(service.loads),
    `${service.singles.toFixed(0)} s`,
    `${percentileWait(runs, 0.95).toFixed(0)} s`,
    `${service.flow.toFixed(0)} s`,
    Number.isNaN(service.fairness) ? '–' : service.fairness.toFixed(3),
  ];
  say(`  ${cells.map((cell, index) => cell.padStart(WIDTHS[index]!)).join(' ')}`);
  return { runs, service };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
