// What a server could take: of each group of like jobs the first that is ready and fits.
import { hasRoom } from './gpu-room.js';
import { classOf, type SchedulingSnapshot, type ServerView } from './scheduling-snapshot.js';
import type { WaitingGroup } from './waiting-book.js';
import { inOrder, isReady, readySinceMs, type WaitingJob } from './waiting-job.js';

/** The first job of a group that the server could take. */
export interface Candidate {
  readonly group: WaitingGroup;
  readonly job: WaitingJob;
  /** GPU seconds of its tenant. */
  readonly share: number;
  readonly loaded: boolean;
  /** Twice the priority, one more for the interactive lane, one more for each stretch of time without a start. */
  readonly rank: number;
}

export function candidatesFor(server: ServerView, snapshot: SchedulingSnapshot): Candidate[] {
  const { nowMs, shares } = snapshot;
  const candidates: Candidate[] = [];
  for (const group of snapshot.groups) {
    if (!mayGoTo(group, server)) continue;
    const job = group.jobs.find((one) => isReady(one, nowMs) && mayRun(one, server, snapshot));
    if (!job) continue;
    const loaded = group.model === '' || group.model === server.model;
    candidates.push({
      group,
      job,
      share: shares.of(group.tenant),
      loaded,
      rank: rankOf(group, job, snapshot),
    });
  }
  return candidates;
}

/** It fits, and has room beside what runs on the GPU. */
export function mayRun(job: WaitingJob, server: ServerView, snapshot: SchedulingSnapshot): boolean {
  return snapshot.fits(job, server) && hasRoom(job, server, snapshot.sharing);
}

export function mayGoTo(group: Pick<WaitingGroup, 'appType' | 'target'>, server: ServerView): boolean {
  return group.appType === server.appType && (group.target ?? server.alias) === server.alias;
}

function rankOf(group: WaitingGroup, job: WaitingJob, snapshot: SchedulingSnapshot): number {
  const since = Math.max(readySinceMs(job), snapshot.lastStartMs(classOf(group)) ?? 0);
  const aged = Math.max(0, Math.floor((snapshot.nowMs - since) / snapshot.rules.ageingMs));
  return 2 * group.priority + (group.background ? 0 : 1) + aged;
}

export function priorityOf({ rank }: Candidate): number {
  return rank >> 1;
}

export function isInteractive({ rank }: Candidate): boolean {
  return (rank & 1) === 1;
}

/** The first in line of those whose tenant has had the least; a little more or less does not count. */
export function leastServed(candidates: readonly Candidate[], { rules }: SchedulingSnapshot): Candidate {
  const least = Math.min(...candidates.map(({ share }) => share));
  return firstOf(candidates.filter(({ share }) => share <= least + rules.quantumSeconds));
}

export function firstOf(candidates: readonly Candidate[]): Candidate {
  return candidates.reduce((a, b) => (inOrder(b.job, a.job) < 0 ? b : a));
}
