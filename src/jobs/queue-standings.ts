// What the scheduler remembers between two choices: how much GPU time each tenant has had, who was passed over, when a
// class of jobs was served last, what runs and what was decided last on each server. In memory: after a restart all
// tenants are even again.
import { Injectable } from '@nestjs/common';
import { FairShares } from '../scheduling/fair-shares.js';
import { Passes } from '../scheduling/passes.js';
import { classOf, type Choice } from '../scheduling/scheduling-snapshot.js';

/** What a server took last, for "why does it wait". */
export interface Decision {
  choice: Choice;
  atMs: number;
}

interface Running {
  serverId: string;
  tenant: string;
  startedMs: number;
  /** That it was thought to take, and that its tenant was charged for. */
  seconds: number;
  loads: boolean;
}

interface TakenOver {
  jobId: string;
  serverId: string;
  tenant: string;
  nowMs: number;
}

@Injectable()
export class QueueStandings {
  readonly shares = new FairShares();
  readonly passes = new Passes();
  private readonly lastStarts = new Map<string, number>();
  private readonly decisions = new Map<string, Decision>();
  private readonly running = new Map<string, Running>();

  lastStartMs(classKey: string): number | undefined {
    return this.lastStarts.get(classKey);
  }

  lastDecision(serverId: string): Decision | undefined {
    return this.decisions.get(serverId);
  }

  isBusy(serverId: string): boolean {
    return [...this.running.values()].some((one) => one.serverId === serverId);
  }

  /** When one of so many slots is free, as was thought; milliseconds since the epoch, 0 when one is. */
  freeAtMs(serverId: string, slots: number): number {
    const own = [...this.running.values()].filter((one) => one.serverId === serverId);
    const ends = own.map(({ startedMs, seconds }) => startedMs + seconds * 1000).sort((a, b) => a - b);
    return ends.length < slots ? 0 : ends[ends.length - slots]!;
  }

  /** Whether its model was not loaded when the job was given to its server. */
  loadsModel(jobId: string): boolean {
    return this.running.get(jobId)?.loads ?? false;
  }

  /** `seconds`: that the job is thought to take, loading included; `waiting`: the tenants that have work. */
  started(
    start: {
      jobId: string;
      serverId: string;
      slots: number;
      choice: Choice;
      seconds: number;
      nowMs: number;
    },
    waiting: Iterable<string>,
  ): void {
    const { jobId, serverId, slots, choice, seconds, nowMs } = start;
    const { job, passedOver } = choice;
    for (const { seq } of passedOver) this.passes.note(seq, nowMs);
    this.passes.forget(job.seq);
    this.shares.advance([job.tenant, ...waiting]);
    this.shares.start(job.tenant, seconds);
    const loads = choice.loadSeconds > 0;
    const startedMs = Math.max(nowMs, this.freeAtMs(serverId, slots));
    this.running.set(jobId, { serverId, tenant: job.tenant, startedMs, seconds, loads });
    this.lastStarts.set(classOf(job), nowMs);
    this.decisions.set(serverId, { choice, atMs: nowMs });
  }

  /** It runs since before this process did; its tenant is charged at its end. */
  tookOver({ jobId, serverId, tenant, nowMs }: TakenOver): void {
    this.running.set(jobId, { serverId, tenant, startedMs: nowMs, seconds: 0, loads: false });
  }

  /** It was completed, failed, given back or let go: what it took is what its tenant had. */
  ended(jobId: string, nowMs: number): void {
    const run = this.running.get(jobId);
    if (!run) return;
    this.running.delete(jobId);
    this.shares.correct(run.tenant, (nowMs - run.startedMs) / 1000 - run.seconds);
  }
}
