// Every waiting job in memory, in groups of those that are alike to the scheduler, each in the order of the queue.
// Pure bookkeeping; who keeps it in step with the database is `jobs/queue-mirror.ts`.
import { inOrder, type WaitingJob } from './waiting-job.js';

/** Jobs of one tenant, priority, lane, kind, target and model. Never empty. */
export interface WaitingGroup {
  readonly appType: string;
  readonly target: string | null;
  readonly tenant: string;
  readonly priority: number;
  readonly background: boolean;
  readonly model: string;
  /** In the order of the queue. */
  readonly jobs: readonly WaitingJob[];
  /** Of all of them together. */
  readonly work: number;
}

interface OpenGroup extends WaitingGroup {
  jobs: WaitingJob[];
  work: number;
}

/** The groups alone; `WaitingBook` also finds a job by its number. */
export class WaitingGroups {
  private readonly byKey = new Map<string, OpenGroup>();

  constructor(from?: WaitingGroups) {
    if (!from) return;
    for (const [key, group] of from.byKey) this.byKey.set(key, { ...group, jobs: [...group.jobs] });
  }

  /** Can be gone through again and again. */
  groups(): Iterable<WaitingGroup> {
    return { [Symbol.iterator]: () => this.byKey.values() };
  }

  add(job: WaitingJob): void {
    const key = groupKey(job);
    const group = this.byKey.get(key) ?? this.open(key, job);
    // Most jobs join at the end.
    const last = group.jobs.at(-1);
    if (!last || inOrder(last, job) < 0) group.jobs.push(job);
    else group.jobs.splice(placeOf(group.jobs, job), 0, job);
    group.work += job.work;
  }

  /** `job`: as it was added. */
  take(job: WaitingJob): void {
    const key = groupKey(job);
    const group = this.byKey.get(key);
    if (!group) return;
    const place = placeOf(group.jobs, job);
    if (group.jobs[place]?.seq !== job.seq) return;
    group.jobs.splice(place, 1);
    group.work -= job.work;
    if (!group.jobs.length) this.byKey.delete(key);
  }

  private open(key: string, job: WaitingJob): OpenGroup {
    const { appType, target, tenant, priority, background, model } = job;
    const group: OpenGroup = { appType, target, tenant, priority, background, model, jobs: [], work: 0 };
    this.byKey.set(key, group);
    return group;
  }
}

export class WaitingBook {
  private bySeq = new Map<number, WaitingJob>();
  private waiting = new WaitingGroups();

  get size(): number {
    return this.bySeq.size;
  }

  get(seq: number): WaitingJob | undefined {
    return this.bySeq.get(seq);
  }

  groups(): Iterable<WaitingGroup> {
    return this.waiting.groups();
  }

  /** A copy to play with. */
  copy(): WaitingGroups {
    return new WaitingGroups(this.waiting);
  }

  /** Adds a job, or replaces what was known of it. */
  put(job: WaitingJob): void {
    this.remove(job.seq);
    this.waiting.add(job);
    this.bySeq.set(job.seq, job);
  }

  /** False: it was not there. */
  remove(seq: number): boolean {
    const job = this.bySeq.get(seq);
    if (job) this.waiting.take(job);
    return this.bySeq.delete(seq);
  }

  clear(): void {
    this.bySeq = new Map();
    this.waiting = new WaitingGroups();
  }
}

function groupKey(job: WaitingJob): string {
  const { tenant, priority, background, appType, target, model } = job;
  return JSON.stringify([tenant, priority, background, appType, target, model]);
}

/** Where a job stands, or would stand, in a list that is in order. */
export function placeOf(jobs: readonly WaitingJob[], job: WaitingJob): number {
  let [low, high] = [0, jobs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder(jobs[middle]!, job) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
