// The scheduler's rules over the queue as it is now (`scheduling/choose-job.ts`), asked inside the write that claims.
import { Inject, Injectable, Optional } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { mayGoTo } from '../scheduling/candidates.js';
import { chooseJob } from '../scheduling/choose-job.js';
import type { Choice, SchedulingSnapshot, ServerView } from '../scheduling/scheduling-snapshot.js';
import type { WaitingJob } from '../scheduling/waiting-job.js';
import type { ClaimRequest } from './job-claims.js';
import type { JobRow } from './job.js';
import { keyAllows, type KeyRules } from './key-rules.repository.js';
import { QueueMirrorRepository } from './queue-mirror.repository.js';
import { QueueMirror, type RunningJob } from './queue-mirror.js';
import { QueueStandings } from './queue-standings.js';
import { FleetWorld, PlainWorld, type SchedulingWorld } from './scheduling-world.js';

@Injectable()
export class JobChooser {
  private readonly world: SchedulingWorld;

  constructor(
    readonly mirror: QueueMirror,
    readonly standings: QueueStandings,
    private readonly clock: Clock,
    /** Absent: only the table is known. */
    @Optional() @Inject(FleetWorld) world?: SchedulingWorld,
  ) {
    this.world = world ?? new PlainWorld();
  }

  /** Null: nothing that waits should go there now. Inside a write. */
  async choose(claim: ClaimRequest, keys: KeyRules): Promise<Choice | null> {
    await this.refresh();
    const server = this.claiming(claim);
    const others = this.world.servers().filter(({ id }) => id !== server.id);
    return chooseJob(server, this.snapshot([server, ...others], keys, await this.running()));
  }

  /** After the commit of a claim. */
  started(jobId: string, claim: ClaimRequest, choice: Choice): void {
    const server = this.claiming(claim);
    const seconds = choice.loadSeconds + this.world.jobSeconds(choice.job, server);
    this.world.sent(claim.serverId, choice.job.model);
    const waiting = [...this.mirror.book.groups()].map(({ tenant }) => tenant);
    const { serverId, maxConcurrentJobs: slots } = claim;
    const start = { jobId, serverId, slots, choice, seconds, nowMs: this.clock.now() };
    this.standings.started(start, waiting);
  }

  /** After the commit that took over a job that still runs: how long it will is not known any better. */
  tookOver({ mobilesd_job_id: jobId, slot_server_id: serverId, lane, model }: JobRow): void {
    if (serverId === null) return;
    this.world.sent(serverId, model ?? '');
    this.standings.tookOver({ jobId, serverId, tenant: lane, nowMs: this.clock.now() });
  }

  /** The queue as it is, for those who only look. */
  async look(keys: KeyRules): Promise<SchedulingSnapshot> {
    await this.refresh();
    return this.snapshot(this.world.servers(), keys, await this.running());
  }

  private async refresh(): Promise<void> {
    for (const seq of await this.mirror.refresh()) this.standings.passes.forget(seq);
  }

  /** What has a slot of a server now; it counts where servers share a GPU. */
  private async running(): Promise<RunningJob[]> {
    return this.world.sharing([]) ? this.mirror.running() : [];
  }

  private snapshot(
    servers: readonly ServerView[],
    keys: KeyRules,
    running: readonly RunningJob[],
  ): SchedulingSnapshot {
    const { mirror, standings, world } = this;
    const nowMs = this.clock.now();
    const may = (job: WaitingJob, server: ServerView): boolean =>
      keyAllows(keys, job, server.alias) &&
      !mirror.isExcluded(job.seq, server.id, nowMs) &&
      world.suits(mirror.tagsOf(job.seq), server);
    return {
      nowMs,
      rules: world.rules,
      groups: mirror.book.groups(),
      servers,
      shares: standings.shares,
      passes: standings.passes,
      lastStartMs: (key) => standings.lastStartMs(key),
      fits: (job, server) => may(job, server) && this.hasMemory(job, server, servers, may),
      sharing: world.sharing(running),
      jobSeconds: (job, server) => world.jobSeconds(job, server),
      loadSeconds: (model, server) => world.loadSeconds(model, server),
    };
  }

  /**
   * What is known not to fit is kept away, what was only measured to be too large goes elsewhere where it can; a job that
   * looks for enough memory stays with the server that it has begun with.
   */
  private hasMemory(
    job: WaitingJob,
    server: ServerView,
    servers: readonly ServerView[],
    may: (job: WaitingJob, server: ServerView) => boolean,
  ): boolean {
    const { mirror, world } = this;
    const stage = mirror.stageOf(job.seq);
    if (stage?.rung === 'anyway' || stage?.serverId === server.id) return true;
    if (stage && servers.some(({ id }) => id === stage.serverId)) return false;
    if (!world.fitsMemory(job, server)) return false;
    if (!world.strains(job, server)) return true;
    const roomier = (other: ServerView): boolean =>
      other.id !== server.id &&
      mayGoTo(job, other) &&
      may(job, other) &&
      world.fitsMemory(job, other) &&
      !world.strains(job, other);
    return !servers.some(roomier);
  }

  /** It has room, whatever else is thought of it. */
  private claiming(claim: ClaimRequest): ServerView {
    const known = this.world.servers().find(({ id }) => id === claim.serverId);
    const { serverId: id, serverAlias: alias, appType, maxConcurrentJobs: slots } = claim;
    return { id, alias, appType, slots, freeInSeconds: 0, model: known?.model ?? '' };
  }
}

/** For whoever has no servers, only a table. */
export function plainChooser(database: Database, clock: Clock): JobChooser {
  const mirror = new QueueMirror(database, new QueueMirrorRepository(database));
  return new JobChooser(mirror, new QueueStandings(), clock);
}
