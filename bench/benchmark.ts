// What a benchmark is: a function that measures in a run's folders and returns entries. The list of all is `main.ts`,
// how entries are shown and kept is `report.ts`.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedJobs } from './support/seed-jobs.js';

/** One measured figure, in the form that `bench/results/latest.json` keeps. */
export interface Entry {
  /** `<benchmark>/<figure>` */
  name: string;
  value: number;
  /** `x` is a ratio. */
  unit: string;
  /** What the value is compared with, in words, with its own figure where it has one. */
  against: string;
  /** What is aimed at, e.g. `<= 1.3`; null for a figure that only explains another. */
  aim: string | null;
  ok: boolean | null;
}

export type Benchmark = (run: BenchRun) => Promise<Entry[]>;

/** A figure without an aim. */
export function figure(name: string, value: number, unit: string, against: string): Entry {
  return { name, value, unit, against, aim: null, ok: null };
}

/** A figure with an aim, in the unit of the figure. */
export function judged(entry: Entry, aim: { atMost: number } | { atLeast: number }): Entry {
  if ('atMost' in aim) return { ...entry, aim: `<= ${aim.atMost}`, ok: entry.value <= aim.atMost };
  return { ...entry, aim: `>= ${aim.atLeast}`, ok: entry.value >= aim.atLeast };
}

/** What benchmarks share: folders, seeded databases, and the end of whatever they started. */
export class BenchRun {
  private readonly root = mkdtempSync(join(tmpdir(), 'stablequeue-bench-'));
  private readonly seededFolders = new Map<number, Promise<string>>();
  private endings: (() => Promise<unknown>)[] = [];

  constructor(readonly quick: boolean) {}

  /** A fresh folder, gone with the run. */
  folder(label: string): string {
    return mkdtempSync(join(this.root, `${label}-`));
  }

  /**
   * A data folder with this many jobs of every kind. Made once and shared: a server may run in it, but who changes
   * jobs copies the database first.
   */
  seeded(jobs: number): Promise<string> {
    const known = this.seededFolders.get(jobs);
    if (known) return known;
    const dataDir = this.folder(`seeded-${jobs}`);
    const seeding = seedJobs(dataDir, jobs).then(() => dataDir);
    this.seededFolders.set(jobs, seeding);
    return seeding;
  }

  /** Has `end` run when the benchmark is over, however it ended; the last one first. */
  after(end: () => Promise<unknown>): void {
    this.endings.push(end);
  }

  async endBenchmark(): Promise<void> {
    const endings = this.endings.reverse();
    this.endings = [];
    for (const end of endings) await end();
  }

  async end(): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}
