/** What the scheduler knows of a waiting job. Small: every waiting job has one in memory. */
export interface WaitingJob {
  readonly seq: number;
  readonly appType: string;
  /** Alias of the only server that it may run on; null: any that fits. */
  readonly target: string | null;
  /** Who shares: jobs of one tenant wait for each other, tenants share the GPUs. */
  readonly tenant: string;
  /** Null: the console's. */
  readonly keyId: number | null;
  /** 1–10, higher first. */
  readonly priority: number;
  readonly round: number;
  readonly position: number;
  /** Part of a mass of work that nobody sits and waits for. */
  readonly background: boolean;
  /** The heavy model, as `modelName` writes it; empty where the job takes what is loaded. */
  readonly model: string;
  /** Megapixels × steps × images. */
  readonly work: number;
  /** Of a picture at its largest; 0: not known. */
  readonly megapixels: number;
  /** Pictures at once. */
  readonly batch: number;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  readonly notBeforeMs: number | null;
  /** Waits for a person or for other jobs. */
  readonly blocked: boolean;
  /** A person put it where it stands. */
  readonly placed: boolean;
}

/** The order of the queue: negative when `a` comes first. */
export function inOrder(a: WaitingJob, b: WaitingJob): number {
  return b.priority - a.priority || a.round - b.round || a.position - b.position || a.seq - b.seq;
}

/** Since when it could have run. */
export function readySinceMs(job: WaitingJob): number {
  return Math.max(job.createdMs, job.notBeforeMs ?? 0);
}

export function isReady(job: WaitingJob, nowMs: number): boolean {
  return !job.blocked && (job.notBeforeMs === null || job.notBeforeMs <= nowMs);
}
