/** What a job is to the memory of a GPU. */
export interface MemoryJob {
  appType: string;
  /** As `modelName` writes it; empty where nobody knows. */
  model: string;
  /** Megapixels at once: of a picture at its largest, times the pictures made at the same time. */
  size: number;
}

/** The GPU of a server. */
export interface Gpu {
  serverId: string;
  /** All of its memory; null where the server does not tell. */
  bytes: number | null;
}

/** A job that has been seen to fit, or not to. */
export interface MemorySample extends MemoryJob {
  serverId: string;
  gpuBytes: number | null;
  /** False: it ran out of memory, although nothing else of the server was in it. */
  fitted: boolean;
  /** The most that its server used for it; null where that was not seen. */
  peakBytes: number | null;
  /** Milliseconds since the epoch. */
  atMs: number;
}

const TOLERANCE = 0.02;

/** Whether it says something of a GPU that another one, which it was seen on, is no smaller. */
export function isNoSmaller(seen: MemorySample, than: Gpu): boolean {
  if (seen.gpuBytes === null || than.bytes === null) return seen.serverId === than.serverId;
  return seen.gpuBytes >= than.bytes * (1 - TOLERANCE);
}

export function isNoLarger(seen: MemorySample, than: Gpu): boolean {
  if (seen.gpuBytes === null || than.bytes === null) return seen.serverId === than.serverId;
  return seen.gpuBytes <= than.bytes * (1 + TOLERANCE);
}
