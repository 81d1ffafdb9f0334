// Looks at every enabled server again and again and tells the fleet; keeps inventories fresh on the way.
// Each server has a loop of its own (`probe-loop.ts`), so one that hangs delays no other.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Subscription } from 'rxjs';
import { errorText } from '../common/errors.js';
import { TaskBook } from '../common/tasks/task-book.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { ProbeResult } from '../dispatch/contract/index.js';
import { InventoryCache } from './inventory-cache.js';
import { ProbeLoop } from './probe-loop.js';
import { ServerFleet, type AttentionCall, type FleetServer } from './server-fleet.js';
import { ServerProbe } from './server-probe.js';

const TASK = 'probe-servers';

@Injectable()
export class ServerProber implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ServerProber.name);
  private readonly loops = new Map<string, ProbeLoop>();
  private readonly calls = new Subscription();
  private readonly stopping = new AbortController();

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE' | 'PROBE_INTERVAL_MS'>,
    private readonly fleet: ServerFleet,
    private readonly probe: ServerProbe,
    private readonly inventories: InventoryCache,
    private readonly tasks: TaskBook,
  ) {}

  onModuleInit(): void {
    this.tasks.add({
      name: TASK,
      description: 'Looks at each server, at a time of its own; one that is away less and less often.',
      everyMs: this.settings.PROBE_INTERVAL_MS,
      run: () => this.probeAll(),
      nextRunAt: () => this.nextLookAt(),
    });
  }

  /** Starts all loops and waits for none. A process that dispatches nothing looks only when it is asked to. */
  onApplicationBootstrap(): void {
    if (this.settings.STABLEQUEUE_ROLE === 'api') return;
    this.calls.add(this.fleet.attention$.subscribe((call) => this.attend(call)));
    for (const server of this.fleet.all()) this.attend({ id: server.id, delayMs: 0 });
  }

  onModuleDestroy(): void {
    this.calls.unsubscribe();
    for (const loop of this.loops.values()) loop.stop();
    this.loops.clear();
    this.stopping.abort(new Error('StableQueue is stopping'));
  }

  /** A look right now, because a person asked for it. */
  async probeNow(server: FleetServer): Promise<ProbeResult> {
    const result = await this.probe.look(server.target, server.secretsProblem, this.stopping.signal);
    this.fleet.recordProbe(server.target, result);
    this.loops.get(server.id)?.reset(isWell(result));
    return result;
  }

  private async probeAll(): Promise<void> {
    const enabled = this.fleet.all().filter((server) => server.enabled);
    await Promise.all(enabled.map((server) => this.probeNow(server)));
  }

  private nextLookAt(): number | null {
    const dueInMs = [...this.loops.values()].flatMap((loop) => loop.dueInMs ?? []);
    return dueInMs.length ? Date.now() + Math.min(...dueInMs) : null;
  }

  private attend({ id, delayMs }: AttentionCall): void {
    if (delayMs === null || !this.fleet.byId(id)?.enabled) {
      this.loops.get(id)?.stop();
      this.loops.delete(id);
      return;
    }
    const loop =
      this.loops.get(id) ?? new ProbeLoop((signal) => this.look(id, signal), this.settings.PROBE_INTERVAL_MS);
    this.loops.set(id, loop);
    loop.lookWithin(delayMs);
  }

  private async look(id: string, signal: AbortSignal): Promise<boolean> {
    const server = this.fleet.byId(id);
    if (!server) return true;
    const startedTick = performance.now();
    const result = await this.probe.look(server.target, server.secretsProblem, signal);
    if (signal.aborted) return true;
    this.tasks.noteSince(TASK, startedTick);
    this.fleet.recordProbe(server.target, result);
    // One that was away may have restarted, and come back with other models.
    const isBack = server.health.state !== 'online';
    if (result.state === 'online' && (isBack || this.inventories.isDue(id))) this.refreshInventory(server);
    return isWell(result);
  }

  /** Beside the loop: a long list must not delay the next look. */
  private refreshInventory(server: FleetServer): void {
    this.inventories.refresh(server.target).catch((error: unknown) => {
      // Safe to go on: the last inventory stays, and the next look asks again.
      if (this.stopping.signal.aborted) return;
      this.logger.warn(`Could not ask what a server has: ${errorText(error)}`, {
        dir: 'poll',
        server: server.alias,
      });
    });
  }
}

/** A server that is starting is worth looking at often. */
function isWell(result: ProbeResult): boolean {
  return result.state === 'online' || result.state === 'starting';
}
