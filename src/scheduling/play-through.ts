// The queue played through ahead of time by the very rules that run it (`choose-job.ts`): when each job starts, where,
// and when it ends. Works on copies; nothing of the snapshot changes.
import { chooseJob } from './choose-job.js';
import { FairShares } from './fair-shares.js';
import { Passes } from './passes.js';
import { PlayedGpus } from './played-gpus.js';
import { classOf, type SchedulingSnapshot, type ServerView } from './scheduling-snapshot.js';
import type { WaitingGroups } from './waiting-book.js';

export interface PlayedSlot {
  serverId: string;
  /** Seconds from now. */
  freeInSeconds: number;
}

export interface PlayedStart {
  seq: number;
  serverId: string;
  /** Place of its slot in the list that was given. */
  slot: number;
  /** Seconds from now; between them the model is loaded, if it must be, and the pictures are made. */
  startsInSeconds: number;
  endsInSeconds: number;
}

export interface PlayedQueue {
  /** In the order in which they start. */
  starts: PlayedStart[];
  /** When each slot is free after them, seconds from now. */
  slots: PlayedSlot[];
}

/** What the play changes; the rest of the snapshot stays as it is. */
export interface PlayStart {
  snapshot: Omit<SchedulingSnapshot, 'shares' | 'passes' | 'groups'>;
  shares: FairShares;
  passes: Passes;
  /** Played with: give a copy. */
  waiting: WaitingGroups;
  slots: readonly PlayedSlot[];
}

/** Plays until nothing more can start, or `most` jobs have. */
export function playThrough(start: PlayStart, most: number): PlayedQueue {
  return new Play(start).run(most);
}

/** Jobs whose time comes and that nobody takes are waited for so often in a row. */
const VAIN_WAITS = 20;

class Play {
  private readonly shares: FairShares;
  private readonly passes: Passes;
  private readonly lastStarts = new Map<string, number>();
  private readonly slots: PlayedSlot[];
  private readonly models: Map<string, string>;
  private readonly starts: PlayedStart[] = [];
  private readonly gpus: PlayedGpus;
  /** Seconds from now. */
  private time = 0;

  constructor(private readonly from: PlayStart) {
    this.shares = new FairShares(from.shares);
    this.passes = new Passes(from.passes);
    this.slots = from.slots.map((slot) => ({ ...slot }));
    this.gpus = new PlayedGpus(from.snapshot.sharing, this.slots);
    this.models = new Map(from.snapshot.servers.map(({ id, model }) => [id, model]));
  }

  run(most: number): PlayedQueue {
    let idle = new Set<PlayedSlot>();
    let waits = 0;
    while (this.slots.length && this.starts.length < most && waits <= VAIN_WAITS) {
      const slot = earliest(this.slots, idle);
      if (slot) {
        const isLater = slot.freeInSeconds > this.time;
        this.time = Math.max(this.time, slot.freeInSeconds);
        // What has ended may have made room on a GPU for one that found none.
        if (isLater && this.gpus.sharing && idle.size) {
          idle = new Set();
          continue;
        }
        if (!this.startOn(slot)) {
          idle.add(slot);
          continue;
        }
        idle = new Set();
        waits = 0;
      } else {
        const ready = this.nextReady();
        if (ready === null) break;
        waits += 1;
        this.time = ready;
        idle = new Set();
      }
    }
    return { starts: this.starts, slots: this.slots };
  }

  /** When the next job may start that may not yet; null: there is none. */
  private nextReady(): number | null {
    let next = Infinity;
    for (const { jobs } of this.from.waiting.groups())
      for (const { notBeforeMs, blocked } of jobs) {
        const seconds = ((notBeforeMs ?? 0) - this.from.snapshot.nowMs) / 1000;
        if (!blocked && seconds > this.time) next = Math.min(next, seconds);
      }
    return Number.isFinite(next) ? next : null;
  }

  private startOn(slot: PlayedSlot): boolean {
    const at = this.time;
    const snapshot = this.snapshotAt(at);
    const server = snapshot.servers.find(({ id }) => id === slot.serverId);
    const choice = server && chooseJob(server, snapshot);
    if (!choice) return false;
    const { job } = choice;
    const seconds = choice.loadSeconds + snapshot.jobSeconds(job, server);
    for (const passed of choice.passedOver) this.passes.note(passed.seq, snapshot.nowMs);
    this.from.waiting.take(job);
    this.shares.advance(tenantsOf(this.from.waiting, job.tenant));
    this.shares.start(job.tenant, seconds);
    this.lastStarts.set(classOf(job), snapshot.nowMs);
    if (job.model !== '') this.models.set(server.id, job.model);
    slot.freeInSeconds = at + seconds;
    this.gpus.started(slot, job, snapshot.nowMs);
    this.starts.push({
      seq: job.seq,
      serverId: server.id,
      slot: this.slots.indexOf(slot),
      startsInSeconds: at,
      endsInSeconds: at + seconds,
    });
    return true;
  }

  private snapshotAt(at: number): SchedulingSnapshot {
    const { snapshot, waiting } = this.from;
    return {
      ...snapshot,
      nowMs: snapshot.nowMs + at * 1000,
      groups: waiting.groups(),
      shares: this.shares,
      passes: this.passes,
      sharing: this.gpus.at(at),
      servers: snapshot.servers.map((server) => this.serverAt(server, at)),
      lastStartMs: (key) => this.lastStarts.get(key) ?? snapshot.lastStartMs(key),
    };
  }

  private serverAt(server: ServerView, at: number): ServerView {
    const own = this.slots.filter((slot) => slot.serverId === server.id);
    const freeInSeconds = Math.max(0, Math.min(...own.map((slot) => slot.freeInSeconds)) - at);
    return { ...server, freeInSeconds, model: this.models.get(server.id) ?? '' };
  }
}

function* tenantsOf(waiting: WaitingGroups, served: string): Iterable<string> {
  yield served;
  for (const { tenant } of waiting.groups()) yield tenant;
}

/** A slot that found nothing looks again once another job has started or ended. */
function earliest(slots: readonly PlayedSlot[], idle: ReadonlySet<PlayedSlot>): PlayedSlot | undefined {
  let first: PlayedSlot | undefined;
  for (const slot of slots)
    if (!idle.has(slot) && (!first || slot.freeInSeconds < first.freeInSeconds)) first = slot;
  return first;
}
