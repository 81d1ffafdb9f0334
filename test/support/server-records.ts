// What really happened on a generation server, from the simulator's own records, never from what StableQueue believes.
import { createHash } from 'node:crypto';
import type { BaseGeneration } from '../../simulators/common/generation-log.js';
import type { Generation } from '../../simulators/forge/index.js';

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Generations of one job: their task ids contain the job's id. */
export function generationsOf<G extends Pick<Generation, 'taskId'>>(
  jobId: string,
  generations: readonly G[],
): G[] {
  return generations.filter(({ taskId }) => taskId.includes(jobId));
}

/**
 * Job id of a generation of ours, by its task id `task(sq-<job id>-<attempt>)`, or on a ComfyUI by the names that its
 * files were to have; null for other people's.
 */
export function jobIdOf({ taskId, payload }: Pick<BaseGeneration, 'taskId' | 'payload'>): string | null {
  const named = /^task\(sq-([0-9a-f-]{36})-\d+\)$/.exec(taskId);
  const prefixed = /"stablequeue\/([0-9a-f-]{36})-\d+/.exec(JSON.stringify(payload));
  return (named ?? prefixed)?.[1] ?? null;
}

type Interval = Pick<Generation, 'taskId' | 'startedAt' | 'endedAt'>;

/** Pairs of generations that ran at the same time. */
export function overlaps(generations: readonly Interval[]): [string, string][] {
  const ordered = [...generations].sort((a, b) => a.startedAt - b.startedAt);
  const found: [string, string][] = [];
  let latest: Interval | undefined;
  for (const next of ordered) {
    if (latest && next.startedAt < (latest.endedAt ?? Infinity)) found.push([latest.taskId, next.taskId]);
    if (!latest || (next.endedAt ?? Infinity) > (latest.endedAt ?? Infinity)) latest = next;
  }
  return found;
}

/** Milliseconds from the end of each generation to the arrival of the next request. */
export function idleGapsMs(generations: readonly Pick<Generation, 'requestedAt' | 'endedAt'>[]): number[] {
  const ordered = [...generations].sort((a, b) => a.requestedAt - b.requestedAt);
  return ordered.slice(1).map((next, at) => next.requestedAt - (ordered[at]?.endedAt ?? next.requestedAt));
}

/** The value below which the given share (0–1) of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0;
}
