// `npm run bench [-- --only <name>] [-- --quick]`: runs the benchmarks one after the other, prints a table and writes
// bench/results/latest.json. Every figure with an aim is a ratio or a time of one run on one machine. Exits with 1 when
// a benchmark could not be run; a missed aim is a result, not an error.
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { authenticatedSubmits } from './authenticated-submits.js';
import { BenchRun, type Benchmark, type Entry } from './benchmark.js';
import { bulk } from './bulk.js';
import { claims } from './claims.js';
import { dispatchDelay } from './dispatch-delay.js';
import { eventListeners } from './event-listeners.js';
import { gallerySearch } from './gallery-search.js';
import { jobGap } from './job-gap.js';
import { listPages } from './list-pages.js';
import { memory } from './memory.js';
import { facts, keep, table } from './report.js';
import { galleryScroll, queueScroll } from './scroll.js';
import { startUp } from './start-up.js';
import { submitRate } from './submit-rate.js';
import { thumbnails } from './thumbnails.js';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  'submit-rate': submitRate,
  'authenticated-submits': authenticatedSubmits,
  bulk,
  'dispatch-delay': dispatchDelay,
  'job-gap': jobGap,
  'list-pages': listPages,
  'gallery-search': gallerySearch,
  'queue-scroll': queueScroll,
  'gallery-scroll': galleryScroll,
  thumbnails,
  'event-listeners': eventListeners,
  claims,
  memory,
  'start-up': startUp,
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const chosen = choose(values.only);
  const about = facts(values.quick);
  const run = new BenchRun(values.quick);
  try {
    const entries = await measure(run, chosen);
    process.stdout.write(`\n${table(entries)}\n\n${keep(about, entries)}\n`);
  } finally {
    await run.end();
  }
}

/** @throws Error for a name that no benchmark has */
function choose(only: string | undefined): [string, Benchmark][] {
  const all = Object.entries(BENCHMARKS);
  if (only === undefined) return all;
  const wanted = only.split(',');
  const unknown = wanted.filter((name) => !(name in BENCHMARKS));
  if (unknown.length)
    throw new Error(`No benchmark "${unknown.join(', ')}"; there are ${Object.keys(BENCHMARKS).join(', ')}`);
  return all.filter(([name]) => wanted.includes(name));
}

/** A benchmark that cannot be run is told of and does not keep the others from running. */
async function measure(run: BenchRun, chosen: readonly [string, Benchmark][]): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const [name, benchmark] of chosen) {
    const startedAt = performance.now();
    process.stdout.write(`${name} … `);
    try {
      entries.push(...(await benchmark(run)));
      process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
    } catch (error) {
      process.exitCode = 1;
      process.stdout.write(`could not be run: ${error instanceof Error ? error.stack : String(error)}\n`);
    } finally {
      await run.endBenchmark();
    }
  }
  return entries;
}

// What the parts used in this process log belongs to no table.
Logger.overrideLogger(false);
await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
