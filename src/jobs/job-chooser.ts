// The scheduler's rules over the queue as it is now (`scheduling/choose-job.ts`), asked inside the write that claims.
import { Inject, Injectable, Optional } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { chooseJob } from '../scheduling/choose-job.js';
import type { Choice, SchedulingSnapshot, ServerView } from '../scheduling/scheduling-snapshot.js';
import type { ClaimRequest } from './job-claims.js';
import type { JobRow } from './job.js';
import { keyAllows, type KeyRules } from './key-rules.repository.js';
import { QueueMirrorRepository } from './queue-mirror.repository.js';
import { QueueMirror } from './queue-mirror.js';
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
    return chooseJob(server, this.snapshot([server, ...others], keys));
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
    return this.snapshot(this.world.servers(), keys);
  }

  private async refresh(): Promise<void> {
    for (const seq of await this.mirror.refresh()) this.standings.passes.forget(seq);
  }

  private snapshot(servers: readonly ServerView[], keys: KeyRules): SchedulingSnapshot {
    const { mirror, standings, world } = this;
    const nowMs = this.clock.now();
    return {
      nowMs,
      rules: world.rules,
      groups: mirror.book.groups(),
      servers,
      shares: standings.shares,
      passes: standings.passes,
      lastStartMs: (key) => standings.lastStartMs(key),
      fits: (job, server) =>
        keyAllows(keys, job, server.alias) &&
        !mirror.isExcluded(job.seq, server.id, nowMs) &&
        world.suits(mirror.tagsOf(job.seq), server),
      jobSeconds: (job, server) => world.jobSeconds(job, server),
      loadSeconds: (model, server) => world.loadSeconds(model, server),
    };
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
