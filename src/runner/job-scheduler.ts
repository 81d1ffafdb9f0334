// Which job runs where, now: every server with room takes the next job that suits it. Woken by whatever may have
// made work possible; a scheduled task is the safety net. The choice itself is one atomic claim in SQL.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { merge, type Subscription } from 'rxjs';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { JobClaimsRepository } from '../jobs/job-claims.repository.js';
import { JobExclusionsRepository } from '../jobs/job-exclusions.repository.js';
import { JobSignals } from '../jobs/job-signals.js';
import { QueueState } from '../jobs/queue-state.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import { ActiveAttempts } from './active-attempts.js';
import { JobRunner } from './job-runner.js';
import { ServerRoom } from './server-room.js';

const SAFETY_NET_MS = 1_000;

@Injectable()
export class SchedulerInputs {
  constructor(
    readonly signals: JobSignals,
    readonly queue: QueueState,
    readonly fleet: ServerFleet,
    readonly active: ActiveAttempts,
    readonly exclusions: JobExclusionsRepository,
    readonly room: ServerRoom,
  ) {}
}

@Injectable()
export class JobScheduler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(JobScheduler.name);
  /** Servers that a claim is under way for; a wake-up meanwhile is remembered. */
  private readonly claiming = new Map<string, { again: boolean }>();
  private wakeUps?: Subscription;
  private running = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly inputs: SchedulerInputs,
    private readonly claims: JobClaimsRepository,
    private readonly runner: JobRunner,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    this.running = true;
    const { signals, fleet, active } = this.inputs;
    this.wakeUps = merge(signals.work$, fleet.changes$, active.freed$).subscribe(() => this.wake());
    this.wakeUps.add(fleet.inventoryChanges$.subscribe((serverId) => void this.offerAgain(serverId)));
    this.wake();
  }

  onModuleDestroy(): void {
    this.running = false;
    this.wakeUps?.unsubscribe();
  }

  /** Times that have come (`not_before`, ends of back-offs) and anything that no event told of. */
  @ScheduledTask({
    name: 'schedule-jobs',
    description: 'Gives waiting jobs whose time has come to free servers.',
    everyMs: SAFETY_NET_MS,
  })
  wake(): void {
    for (const server of this.takers()) this.fill(server);
  }

  private takers(): FleetServer[] {
    if (!this.running || this.inputs.queue.paused || this.inputs.queue.blocked) return [];
    return this.inputs.fleet.dispatchable();
  }

  /** Jobs that this server could not run may have become possible there. */
  private async offerAgain(serverId: string): Promise<void> {
    try {
      await this.inputs.exclusions.forget(serverId);
      this.wake();
    } catch (error) {
      // They stay with the other servers; the next change offers them again.
      this.logger.error(error instanceof Error ? error.stack : String(error), { serverId });
    }
  }

  private fill(server: FleetServer): void {
    const underWay = this.claiming.get(server.id);
    if (underWay) {
      underWay.again = true;
      return;
    }
    if (this.inputs.active.occupied(server.id) >= this.inputs.room.of(server)) return;
    const state = { again: false };
    this.claiming.set(server.id, state);
    void this.claimOne(server)
      .catch((error: unknown) => {
        this.logger.error(error instanceof Error ? error.stack : String(error), { server: server.alias });
        return false;
      })
      .then((claimed) => {
        this.claiming.delete(server.id);
        if (claimed || state.again) this.fillAgain(server.id);
      });
  }

  /** This server only: if each end of a claim woke the others too, two idle servers would wake each other without end. */
  private fillAgain(serverId: string): void {
    const server = this.takers().find(({ id }) => id === serverId);
    if (server) this.fill(server);
  }

  private async claimOne(server: FleetServer): Promise<boolean> {
    const row = await this.claims.claimNext({
      serverId: server.id,
      serverAlias: server.alias,
      appType: server.appType,
      maxConcurrentJobs: server.maxConcurrentJobs,
      places: this.inputs.room.of(server),
      owner: this.inputs.active.owner,
      leaseMs: this.settings.LEASE_MS,
    });
    if (row) this.runner.start(row, server);
    return row !== undefined;
  }
}
