// That one job waits for another. Pure; the rows are `job-dependencies.repository.ts`.
import type { Principal } from '../access/contract/index.js';
import type { FieldProblem } from '../common/errors.js';
import type { JobRow } from './job.js';

export const FAILURE_POLICIES = ['cancel', 'run'] as const;
/** What becomes of a waiting job when one that it waits for does not complete: it is cancelled, or it runs anyway. */
export type FailurePolicy = (typeof FAILURE_POLICIES)[number];

export interface Dependency {
  jobId: string;
  onFailure: FailurePolicy;
  /** Where the request names it, for problems: `depends_on.0`. */
  path: string;
  /** Whether results of that job go into this one. */
  takes: boolean;
}

/** Each job once; where it is named twice, the stricter word counts. */
export function merged(dependencies: readonly Dependency[]): Dependency[] {
  const byJob = new Map<string, Dependency>();
  for (const one of dependencies)
    if (!byJob.has(one.jobId) || one.onFailure === 'cancel') byJob.set(one.jobId, one);
  return [...byJob.values()];
}

/** Why a new job cannot wait for that one; `row` is undefined when there is none. Somebody else's is none either. */
export function dependencyProblem(
  { jobId, onFailure, path, takes }: Dependency,
  row: JobRow | undefined,
  who: Principal,
): FieldProblem | null {
  const maySee = row && who.mayRead(row.api_key_id) && (!takes || who.maySeeImage(row.api_key_id));
  if (!maySee) return { path, message: `There is no job "${jobId}".` };
  if (onFailure === 'run' || (row.status !== 'failed' && row.status !== 'cancelled')) return null;
  const became = row.status === 'failed' ? 'has failed' : 'was cancelled';
  const else_ = takes ? '' : ', or send "on_dependency_failure": "run"';
  return {
    path,
    message: `Job "${jobId}" ${became}, so this one would never run: retry that one first${else_}.`,
  };
}
