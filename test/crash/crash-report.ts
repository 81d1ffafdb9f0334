import { percentile } from '../support/server-records.js';
import { CHECKS, type Promises } from './crash-checks.js';
import type { Evidence } from './crash-evidence.js';

export interface RunFacts {
  seed: number;
  kills: number;
  killsDuringStart: number;
  serverRestarts: number;
  serverKills: number;
  /** Milliseconds from spawn to ready, of each start. */
  startsMs: number[];
  unanswered: number;
  durationMs: number;
}

export interface CrashReport {
  text: string;
  isSound: boolean;
}

const SHOWN_PROBLEMS = 10;

export function reportOf(evidence: Evidence, promises: Promises, facts: RunFacts): CrashReport {
  const findings = Object.entries(CHECKS).map(([name, check]) => ({
    name,
    problems: check(evidence, promises),
  }));
  const checks = findings.flatMap(({ name, problems }) => [
    `  ${problems.length ? 'BROKEN' : 'ok    '}  ${name}${problems.length ? ` (${problems.length})` : ''}`,
    ...problems.slice(0, SHOWN_PROBLEMS).map((problem) => `            ${problem}`),
  ]);
  const counts = Object.entries(countsOf(evidence, promises, facts)).map(
    ([name, value]) => `  ${name.padEnd(46)} ${value}`,
  );
  return {
    text: [...counts, '', ...checks].join('\n'),
    isSound: findings.every(({ problems }) => problems.length === 0),
  };
}

function countsOf(evidence: Evidence, promises: Promises, facts: RunFacts): Record<string, string | number> {
  const { jobs, attempts, generations, images } = evidence;
  const inState = (status: string): number => jobs.filter((job) => job.status === status).length;
  const ran = generations.filter((one) => one.outcome === 'completed');
  const jobsThatRan = new Set(ran.map((one) => one.jobId)).size;
  return {
    'seed of this run': facts.seed,
    'server killed with -9': `${facts.kills} times when ready, ${facts.killsDuringStart} times while starting`,
    'generation servers': `${facts.serverRestarts} restarts, ${facts.serverKills} kills`,
    'start until ready': `${percentile(facts.startsMs, 0.5)} ms in the middle, ${Math.max(...facts.startsMs)} ms at most`,
    'jobs acknowledged': promises.jobs.length,
    'submits without an answer': `${facts.unanswered}, of which stored ${jobs.length - promises.jobs.length}`,
    'jobs completed / cancelled / failed': `${inState('completed')} / ${inState('cancelled')} / ${inState('failed')}`,
    'pictures saved': images.length,
    'generations finished on the servers': ran.length,
    'of them extra (a job ran again)': ran.length - jobsThatRan,
    'generations cut off by a server’s end': generations.filter((one) => one.outcome === 'lost').length,
    'attempts re-attached after a kill': attempts.filter((one) => one.reattached === 1).length,
    'results fetched from the server afterwards': jobs.filter((job) => job.wasFetched === 1).length,
    'crashes counted on jobs / most on one job': `${jobs.reduce((sum, job) => sum + job.crashes, 0)} / ${Math.max(0, ...jobs.map((job) => job.crashes))}`,
    'retries spent': jobs.reduce((sum, job) => sum + job.retries, 0),
    duration: `${Math.round(facts.durationMs / 1000)} s`,
  };
}
