// The servers as the scheduler weighs them, and what was learned of durations: the facts beside the queue itself.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DEFAULT_RULES, type SchedulingRules } from '../scheduling/scheduling-rules.js';
import type { ServerView } from '../scheduling/scheduling-snapshot.js';
import type { WaitingJob } from '../scheduling/waiting-job.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import type { GpuSharing } from '../scheduling/gpu-room.js';
import { DurationBook } from './duration-book.js';
import { JobMemory } from './job-memory.js';
import { LoadedModels } from './loaded-models.js';
import { ModelLoads } from './model-loads.js';
import type { RunningJob } from './queue-mirror.js';
import { QueueStandings } from './queue-standings.js';

export interface SchedulingWorld {
  readonly rules: SchedulingRules;
  /** All that take jobs now. */
  servers(): ServerView[];
  /** Whether the server has what the job asks for: `tags` of it. */
  suits(tags: readonly string[], server: ServerView): boolean;
  /** Whether it is not known to need more GPU memory than there is. */
  fitsMemory(job: WaitingJob, server: ServerView): boolean;
  /** Whether it was measured to need more, which is no reason to let it wait for ever. */
  strains(job: WaitingJob, server: ServerView): boolean;
  /** `running`: what has a slot of a server now. Undefined: every server has a GPU to itself. */
  sharing(running: readonly RunningJob[]): GpuSharing | undefined;
  /** A job of this model was given to the server. */
  sent(serverId: string, model: string): void;
  jobSeconds(job: WaitingJob, server: ServerView): number;
  loadSeconds(model: string, server: ServerView): number;
}

/** Until anything is known of jobs of a kind. */
const ASSUMED_JOB_SECONDS = 10;

/** What was learned. */
@Injectable()
export class SchedulingKnowledge {
  constructor(
    readonly durations: DurationBook,
    readonly loads: ModelLoads,
    readonly loaded: LoadedModels,
    readonly memory: JobMemory,
  ) {}
}

@Injectable()
export class FleetWorld implements SchedulingWorld {
  readonly rules: SchedulingRules;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly fleet: ServerFleet,
    private readonly knowledge: SchedulingKnowledge,
    private readonly standings: QueueStandings,
    private readonly clock: Clock,
  ) {
    this.rules = {
      ...DEFAULT_RULES,
      maxPasses: settings.SCHEDULER_MAX_PASSES,
      maxPassedMs: settings.SCHEDULER_MAX_PASSED_MS,
      ageingMs: settings.SCHEDULER_AGEING_MS,
    };
  }

  servers(): ServerView[] {
    return this.fleet.dispatchable().map((server) => this.viewOf(server));
  }

  suits(tags: readonly string[], { id }: ServerView): boolean {
    const has = this.fleet.byId(id)?.tags ?? [];
    return tags.every((tag) => has.includes(tag));
  }

  fitsMemory(job: WaitingJob, { id }: ServerView): boolean {
    return this.knowledge.memory.fits(job, id);
  }

  strains(job: WaitingJob, { id }: ServerView): boolean {
    return this.knowledge.memory.strains(job, id);
  }

  sharing(running: readonly RunningJob[]): GpuSharing | undefined {
    if (!this.fleet.all().some(({ gpu }) => gpu !== null)) return undefined;
    const { memory } = this.knowledge;
    return {
      gpuOf: (id) => this.gpuOf(id),
      bytesOf: (job) => memory.neededBytes(job),
      running: running.map((job) => ({ serverId: job.serverId, bytes: memory.neededBytes(job) })),
      lastStartMs: (id) => this.standings.lastDecision(id)?.atMs ?? 0,
    };
  }

  sent(serverId: string, model: string): void {
    this.knowledge.loaded.note(serverId, model);
  }

  jobSeconds({ appType, model, work }: WaitingJob, { id }: ServerView): number {
    return this.knowledge.durations.estimate({ appType, model, work }, [id])?.typical ?? ASSUMED_JOB_SECONDS;
  }

  loadSeconds(model: string, { id }: ServerView): number {
    return this.knowledge.loads.seconds(id, model);
  }

  /** Its memory as any of those that share it tells it. */
  private gpuOf(serverId: string): { name: string; bytes: number | null } | null {
    const name = this.fleet.byId(serverId)?.gpu ?? null;
    if (name === null) return null;
    const told = this.fleet
      .all()
      .flatMap(({ gpu, health }) => (gpu === name && health.memory?.gpuTotalBytes) || []);
    return { name, bytes: told.length ? Math.min(...told) : null };
  }

  private viewOf(server: FleetServer): ServerView {
    const now = this.clock.now();
    const slots = server.maxConcurrentJobs;
    const freeAtMs = this.standings.freeAtMs(server.id, slots);
    // One that should have ended will do so any moment.
    const freeInSeconds = freeAtMs === 0 ? 0 : Math.max(1, (freeAtMs - now) / 1000);
    const { id, alias, appType } = server;
    const model = this.knowledge.loaded.of(server, this.standings.isBusy(server.id));
    return { id, alias, appType, slots, freeInSeconds, model };
  }
}

/** Where nothing but the table is known: the servers that claim, and jobs that take as long as each other. */
export class PlainWorld implements SchedulingWorld {
  readonly rules = DEFAULT_RULES;

  servers(): ServerView[] {
    return [];
  }

  suits(tags: readonly string[]): boolean {
    return tags.length === 0;
  }

  fitsMemory(): boolean {
    return true;
  }

  strains(): boolean {
    return false;
  }

  sharing(): undefined {
    return undefined;
  }

  sent(): void {
    // Nobody asks what is loaded.
  }

  jobSeconds(): number {
    return ASSUMED_JOB_SECONDS;
  }

  loadSeconds(): number {
    return ASSUMED_JOB_SECONDS;
  }
}
