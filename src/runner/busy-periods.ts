// A busy period of a server is from its first job to some time after its last one: hooks are called at both ends, for
// instance to have a language model leave the GPU and come back. Whether one is open outlives this process.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatchError } from '../dispatch/contract/index.js';
import { BusyMarksRepository } from '../servers/hooks/busy-marks.repository.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';
import { StoppedError } from './attempt-ends.js';
import { HookCaller } from './hook-caller.js';
import { ModelUnloader } from './model-unloader.js';
import { ServerActivity } from './server-activity.js';

/** Where only the beginning has a hook. */
const QUIET_SECONDS = 30;

interface Period {
  /** Settles when jobs may be sent; undefined: none is open. */
  opened?: Promise<void>;
  /** The hook for the end is being called. */
  closing?: Promise<void>;
  quiet?: NodeJS.Timeout;
}

@Injectable()
export class PeriodInputs {
  constructor(
    readonly fleet: ServerFleet,
    readonly activity: ServerActivity,
    readonly unloader: ModelUnloader,
  ) {}
}

@Injectable()
export class BusyPeriods implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Hooks');
  private readonly periods = new Map<string, Period>();
  private listening?: Subscription;
  private stopped = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE'>,
    private readonly inputs: PeriodInputs,
    private readonly hooks: HookCaller,
    private readonly marks: BusyMarksRepository,
  ) {}

  /** Periods that an earlier run of ours left open come to their end like others. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    this.listening = this.inputs.activity.idle$.subscribe((serverId) => this.awaitQuiet(serverId));
    for (const serverId of await this.marks.marked()) {
      this.of(serverId).opened ??= Promise.resolve();
      if (!this.inputs.activity.isBusy(serverId)) this.awaitQuiet(serverId);
    }
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.listening?.unsubscribe();
    for (const { quiet } of this.periods.values()) clearTimeout(quiet);
  }

  /**
   * A job is about to be sent there.
   * @throws DispatchError `busy` when a hook that is required did not succeed
   */
  async begin(serverId: string): Promise<void> {
    const period = this.of(serverId);
    clearTimeout(period.quiet);
    await this.inputs.unloader.settled(serverId);
    await period.closing;
    const server = this.inputs.fleet.byId(serverId);
    if (!server || (!period.opened && !server.busyHook && !server.idleHook)) return;
    period.opened ??= this.open(server).catch((error: unknown) => {
      period.opened = undefined;
      throw error;
    });
    await period.opened;
  }

  private async open(server: FleetServer): Promise<void> {
    await this.marks.mark(server.id, true);
    if (!server.busyHook) return;
    const { ok, problem } = await this.hooks.call(server, 'busy', server.busyHook);
    if (this.stopped) throw new StoppedError();
    if (ok || !server.busyHook.required) return;
    await this.marks.mark(server.id, false);
    const message = `The hook before the first job of "${server.alias}" failed, and is required: ${problem}`;
    throw new DispatchError('busy', message, { code: 'hook_failed' });
  }

  private awaitQuiet(serverId: string): void {
    const period = this.of(serverId);
    clearTimeout(period.quiet);
    if (!period.opened || this.stopped) return;
    const seconds = this.inputs.fleet.byId(serverId)?.idleHook?.afterSeconds ?? QUIET_SECONDS;
    period.quiet = setTimeout(() => this.end(serverId), seconds * 1000);
  }

  private end(serverId: string): void {
    const period = this.of(serverId);
    if (!period.opened || this.inputs.activity.isBusy(serverId)) return;
    period.opened = undefined;
    period.closing = this.close(serverId)
      .catch((error: unknown) => {
        // The mark stays, so the next start ends the period again.
        this.logger.error(error instanceof Error ? error.stack : String(error), { serverId });
      })
      .finally(() => (period.closing = undefined));
  }

  private async close(serverId: string): Promise<void> {
    const server = this.inputs.fleet.byId(serverId);
    if (server?.idleHook) await this.hooks.call(server, 'idle', server.idleHook);
    // Given up because we stop: the next start calls it again.
    if (!this.stopped) await this.marks.mark(serverId, false);
  }

  private of(serverId: string): Period {
    const known = this.periods.get(serverId);
    if (known) return known;
    const fresh: Period = {};
    this.periods.set(serverId, fresh);
    return fresh;
  }
}
