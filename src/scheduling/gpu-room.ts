// Servers that share a GPU: jobs run on it together only when all that they need is known and fits. Each server makes
// one generation at a time, so of several jobs that one has, the largest counts. Pure.
import type { ServerView } from './scheduling-snapshot.js';
import type { WaitingJob } from './waiting-job.js';

/** Every process keeps some memory for itself. */
const USABLE = 0.95;

export interface SharedGpu {
  name: string;
  /** Null: nobody knows. */
  bytes: number | null;
}

/** A job that runs on a server now; `bytes`: about what it needs, null where nobody knows. */
export interface OnGpu {
  serverId: string;
  bytes: number | null;
}

export interface GpuSharing {
  /** Null: the server has its GPU to itself. */
  gpuOf(serverId: string): SharedGpu | null;
  bytesOf(job: WaitingJob): number | null;
  running: readonly OnGpu[];
  /** When the server was given a job last; milliseconds since the epoch, 0: never. */
  lastStartMs(serverId: string): number;
}

export function hasRoom(job: WaitingJob, server: ServerView, sharing: GpuSharing | undefined): boolean {
  const gpu = sharing?.gpuOf(server.id);
  if (!sharing || !gpu) return true;
  const there = sharing.running.filter((one) => sharing.gpuOf(one.serverId)?.name === gpu.name);
  if (there.every(({ serverId }) => serverId === server.id)) return true;
  const most = new Map<string, number>();
  for (const { serverId, bytes } of [...there, { serverId: server.id, bytes: sharing.bytesOf(job) }])
    most.set(serverId, Math.max(most.get(serverId) ?? 0, bytes ?? Infinity));
  const needed = [...most.values()].reduce((sum, bytes) => sum + bytes, 0);
  return gpu.bytes !== null && needed <= gpu.bytes * USABLE;
}
