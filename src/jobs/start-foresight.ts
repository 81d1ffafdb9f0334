// When waiting jobs will start: the queue played through, job by job, each on the server that is free first of those
// it may go to. Pure.
import type { SecondsRange } from './duration-model.js';

/** A place on a server where one job runs at a time, and how many seconds until it is free. */
export interface ForeseenSlot {
  serverId: string;
  freeIn: SecondsRange;
}

/** A waiting job, in the order of the queue. */
export interface ForeseenJob {
  seq: number;
  /** Ids of the servers that it may go to. */
  serverIds: readonly string[];
  seconds: SecondsRange;
}

export interface Foresight {
  /** Seconds until each job starts; without those that no server takes. */
  starts: ReadonlyMap<number, SecondsRange>;
  /** Seconds until each server has a free slot once all of these jobs are through. */
  freeAfter: ReadonlyMap<string, SecondsRange[]>;
}

const EDGES = ['low', 'typical', 'high'] as const;

export function foresee(slots: readonly ForeseenSlot[], jobs: readonly ForeseenJob[]): Foresight {
  const free = slots.map((slot) => ({ serverId: slot.serverId, freeIn: { ...slot.freeIn } }));
  const starts = new Map<number, SecondsRange>();
  for (const job of jobs) {
    const start = { low: 0, typical: 0, high: 0 };
    let found = false;
    for (const edge of EDGES) {
      const slot = firstFree(free, job.serverIds, edge);
      if (!slot) continue;
      found = true;
      start[edge] = slot.freeIn[edge];
      slot.freeIn[edge] += job.seconds[edge];
    }
    if (found) starts.set(job.seq, start);
  }
  return { starts, freeAfter: byServer(free) };
}

/** The seconds until a job behind all of them starts, with `more` jobs of the given length in between. */
export function foreseeBehind(
  foresight: Foresight,
  serverIds: readonly string[],
  more: number,
  each: SecondsRange,
): SecondsRange | null {
  const slots = serverIds.flatMap((id) => foresight.freeAfter.get(id) ?? []);
  if (!slots.length) return null;
  const at = (edge: (typeof EDGES)[number]): number =>
    Math.min(...slots.map((slot) => slot[edge])) + (more * each[edge]) / slots.length;
  return { low: at('low'), typical: at('typical'), high: at('high') };
}

function firstFree(
  slots: ForeseenSlot[],
  serverIds: readonly string[],
  edge: (typeof EDGES)[number],
): ForeseenSlot | undefined {
  let first: ForeseenSlot | undefined;
  for (const slot of slots)
    if (serverIds.includes(slot.serverId) && (!first || slot.freeIn[edge] < first.freeIn[edge])) first = slot;
  return first;
}

function byServer(slots: readonly ForeseenSlot[]): Map<string, SecondsRange[]> {
  const servers = new Map<string, SecondsRange[]>();
  for (const { serverId, freeIn } of slots) servers.set(serverId, [...(servers.get(serverId) ?? []), freeIn]);
  return servers;
}
