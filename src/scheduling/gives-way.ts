// So that no server of a shared GPU waits for ever while its neighbours go on. Pure.
import { mayGoTo } from './candidates.js';
import { hasRoom } from './gpu-room.js';
import type { SchedulingSnapshot, ServerView } from './scheduling-snapshot.js';
import { isReady } from './waiting-job.js';

/** A neighbour on the GPU that finds no room, and was given nothing since this one was, goes first. */
export function givesWay(server: ServerView, snapshot: SchedulingSnapshot): boolean {
  const { sharing } = snapshot;
  const gpu = sharing?.gpuOf(server.id);
  if (!sharing || !gpu) return false;
  const own = sharing.lastStartMs(server.id);
  return snapshot.servers.some(
    (other) =>
      other.id !== server.id &&
      other.freeInSeconds === 0 &&
      sharing.gpuOf(other.id)?.name === gpu.name &&
      sharing.lastStartMs(other.id) < own &&
      findsNoRoom(other, snapshot),
  );
}

function findsNoRoom(server: ServerView, snapshot: SchedulingSnapshot): boolean {
  let waits = false;
  for (const group of snapshot.groups) {
    if (!mayGoTo(group, server)) continue;
    const job = group.jobs.find((one) => isReady(one, snapshot.nowMs) && snapshot.fits(one, server));
    if (!job) continue;
    if (hasRoom(job, server, snapshot.sharing)) return false;
    waits = true;
  }
  return waits;
}
