// How results are shown (a table) and kept (`bench/results/latest.json`, one form for all benchmarks).
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Entry } from './benchmark.js';

/** `bench/results/` of the project, seen from `dist/bench/`. */
const RESULTS_FOLDER = new URL('../../bench/results/', import.meta.url);

export interface Facts {
  date: string;
  node: string;
  cpus: number;
  cpu: string;
  commit: string | null;
  quick: boolean;
}

export function facts(quick: boolean): Facts {
  const processors = cpus();
  const { version: node } = process;
  const cpu = processors[0]?.model.trim() ?? 'unknown';
  return { date: new Date().toISOString(), node, cpus: processors.length, cpu, commit: commit(), quick };
}

/** @returns where it was written */
export function keep(about: Facts, entries: readonly Entry[]): string {
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const path = fileURLToPath(new URL('latest.json', RESULTS_FOLDER));
  writeFileSync(path, `${JSON.stringify({ ...about, entries }, null, 2)}\n`);
  return path;
}

export function table(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => [
    entry.ok === null ? '' : entry.ok ? 'ok' : 'MISSED',
    entry.name,
    `${rounded(entry.value)} ${entry.unit}`,
    entry.aim ?? '',
    entry.against,
  ]);
  const all = [['', 'figure', 'value', 'aim', 'against'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}

/** Null outside of a git checkout, or before its first commit. */
function commit(): string | null {
  try {
    const cwd = fileURLToPath(new URL('../../', import.meta.url));
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return null;
  }
}
