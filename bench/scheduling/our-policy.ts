// Our scheduler in the simulation: the functions that run the real queue, over what a real queue would have learned
// by then of the durations and the loading times.
import { DurationModel } from '../../src/jobs/duration-model.js';
import { chooseJob } from '../../src/scheduling/choose-job.js';
import { FairShares } from '../../src/scheduling/fair-shares.js';
import { LoadTimes } from '../../src/scheduling/load-times.js';
import { Passes } from '../../src/scheduling/passes.js';
import { playThrough } from '../../src/scheduling/play-through.js';
import { DEFAULT_RULES, type SchedulingRules } from '../../src/scheduling/scheduling-rules.js';
import {
  classOf,
  type Choice,
  type SchedulingSnapshot,
  type ServerView,
} from '../../src/scheduling/scheduling-snapshot.js';
import { WaitingBook } from '../../src/scheduling/waiting-book.js';
import type { WaitingJob } from '../../src/scheduling/waiting-job.js';
import type { Policy, SimulatedServer } from './simulate.js';
import type { WorkloadJob } from './workload.js';

const APP_TYPE = 'forge';
const FORETELL_EVERY = 10;
/** Until anything is known. */
const ASSUMED_SECONDS = 10;

export interface Foretold {
  seq: number;
  /** How many jobs had ended when it was foretold. */
  known: number;
  at: number;
  end: number;
}

export class OurPolicy implements Policy {
  readonly name = 'ours';
  mostPasses = 0;
  readonly foretold: Foretold[] = [];
  private readonly book = new WaitingBook();
  private readonly jobs = new Map<number, WorkloadJob>();
  private readonly shares = new FairShares();
  private readonly passes = new Passes();
  private readonly durations = new DurationModel();
  private readonly loads = new LoadTimes();
  private readonly lastStarts = new Map<string, number>();
  private readonly thought = new Map<number, number>();
  private ends = 0;
  private starts = 0;
  private nextForecast = FORETELL_EVERY;

  constructor(private readonly rules: SchedulingRules = DEFAULT_RULES) {}

  mostPassesAllowed(servers: number): number {
    return this.rules.maxPasses * servers;
  }

  arrive(job: WorkloadJob): void {
    this.jobs.set(job.seq, job);
    this.book.put(waitingJob(job));
  }

  choose(server: SimulatedServer, servers: readonly SimulatedServer[], now: number): WorkloadJob | null {
    const snapshot = this.snapshot(servers, now);
    const view = snapshot.servers[server.id]!;
    const choice = chooseJob(view, snapshot);
    if (!choice) return null;
    this.note(choice, view, snapshot);
    this.starts += 1;
    return this.jobs.get(choice.job.seq)!;
  }

  ended(job: WorkloadJob, server: SimulatedServer, seconds: number, loaded: number): void {
    this.shares.correct(job.tenant, seconds + loaded - this.thought.get(job.seq)!);
    const serverId = String(server.id);
    this.durations.add({ serverId, appType: APP_TYPE, model: job.model, work: job.work, seconds });
    if (loaded > 0) this.loads.learn(serverId, job.model, loaded);
    this.ends += 1;
  }

  nextChange(now: number): number {
    return this.book.size ? now + 1 : Infinity;
  }

  /** Foretells now and then when every waiting job will end, by what is known now. */
  observe(servers: readonly SimulatedServer[], now: number): void {
    if (this.starts < this.nextForecast) return;
    this.nextForecast = this.starts + FORETELL_EVERY;
    const snapshot = this.snapshot(servers, now);
    const slots = snapshot.servers.map(({ id, freeInSeconds }) => ({ serverId: id, freeInSeconds }));
    const { shares, passes } = this;
    const played = playThrough({ snapshot, shares, passes, waiting: this.book.copy(), slots }, 500);
    for (const { seq, endsInSeconds } of played.starts)
      this.foretold.push({ seq, known: this.ends, at: now, end: now + endsInSeconds });
  }

  private note(choice: Choice, server: ServerView, snapshot: SchedulingSnapshot): void {
    const { job } = choice;
    for (const passed of choice.passedOver) {
      this.passes.note(passed.seq, snapshot.nowMs);
      this.mostPasses = Math.max(this.mostPasses, this.passes.of(passed.seq)!.times);
    }
    const seconds = choice.loadSeconds + snapshot.jobSeconds(job, server);
    this.thought.set(job.seq, seconds);
    this.book.remove(job.seq);
    this.passes.forget(job.seq);
    this.shares.advance([job.tenant, ...[...this.book.groups()].map(({ tenant }) => tenant)]);
    this.shares.start(job.tenant, seconds);
    this.lastStarts.set(classOf(job), snapshot.nowMs);
  }

  private snapshot(servers: readonly SimulatedServer[], now: number): SchedulingSnapshot {
    return {
      nowMs: now * 1000,
      rules: this.rules,
      groups: this.book.groups(),
      servers: servers.map((server) => this.view(server, now)),
      shares: this.shares,
      passes: this.passes,
      lastStartMs: (key) => this.lastStarts.get(key),
      fits: () => true,
      jobSeconds: (job, { id }) => this.secondsOf(job, id),
      loadSeconds: (model, { id }) => this.loads.seconds(id, model),
    };
  }

  private view(server: SimulatedServer, now: number): ServerView {
    const left = server.running ? Math.max(0, this.leftOf(server, now)) : 0;
    const { id, model } = server;
    return { id: String(id), alias: String(id), appType: APP_TYPE, slots: 1, freeInSeconds: left, model };
  }

  /** By what it was thought to take: a server does not know when its job will end. */
  private leftOf({ running, startedAt }: SimulatedServer, now: number): number {
    return Math.max(1, startedAt + this.thought.get(running!.seq)! - now);
  }

  private secondsOf(job: WaitingJob, serverId: string): number {
    const { appType, model, work } = job;
    return this.durations.estimate({ appType, model, work }, [serverId])?.typical ?? ASSUMED_SECONDS;
  }
}

function waitingJob(job: WorkloadJob): WaitingJob {
  const { seq, tenant, background, model, work } = job;
  return {
    seq,
    appType: APP_TYPE,
    target: null,
    tenant,
    keyId: null,
    priority: 5,
    round: 0,
    position: seq,
    background,
    model,
    work,
    megapixels: 1,
    batch: 1,
    createdMs: job.arrives * 1000,
    notBeforeMs: null,
    blocked: false,
    placed: false,
  };
}
