// The servers as the scheduler sees them: in memory, loaded at start, kept in step by `servers.service.ts` after each
// commit and by `server-prober.ts` after each look. Holds the circuit breakers' timers. Never asks a server itself.
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { map, merge, Subject, type Observable } from 'rxjs';
import { Clock } from '../common/clock.js';
import {
  DispatchError,
  type InventorySource,
  type ProbeResult,
  type Target,
} from '../dispatch/contract/index.js';
import { afterFailure, afterRest, CLOSED, type Circuit } from './circuit.js';
import type { HookKind, HookOutcome } from './hooks/hook-outcome.js';
import { closedReason } from './hours/server-hours.js';
import { HoursTimers } from './hours/hours-timers.js';
import { foresee, isAvailable, stateOf, type FleetServer } from './fleet-server.js';
import { InventoryCache } from './inventory-cache.js';
import {
  afterProbe,
  afterRefusal,
  reasonAgainst,
  stateBehind,
  type Reason,
  type ServerHealth,
} from './server-health.js';
import { ServersRepository } from './servers.repository.js';
import { sameConnection, type Server } from './server.js';

export type { FleetServer } from './fleet-server.js';

/** A server should be looked at in `delayMs`, or (null) no more. */
export interface AttentionCall {
  id: string;
  delayMs: number | null;
}

const LOOK_AFTER_FAILURE_MS = 1_000;

@Injectable()
export class ServerFleet implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ServerFleet.name);
  private readonly servers = new Map<string, FleetServer>();
  private readonly rests = new Map<string, NodeJS.Timeout>();
  private readonly hours: HoursTimers;
  private readonly changed = new Subject<void>();
  private readonly transitions = new Subject<FleetServer>();
  private readonly attention = new Subject<AttentionCall>();
  private readonly looks = new Subject<FleetServer>();
  /** Something changed that may free or unblock work, or the reason why it waits. */
  readonly changes$: Observable<void>;
  /** A server (its id) has other models, samplers … than before. */
  readonly inventoryChanges$: Observable<string>;
  /** A server whose state or problem is another than before, by a look or by a failed job. */
  readonly transitions$ = this.transitions.asObservable();
  readonly attention$ = this.attention.asObservable();
  /** After each look at a server, whatever it found. */
  readonly looks$ = this.looks.asObservable();

  constructor(
    private readonly repository: ServersRepository,
    private readonly inventories: InventoryCache,
    private readonly clock: Clock,
  ) {
    this.hours = new HoursTimers(clock, (id) => this.hourStruck(id));
    this.inventoryChanges$ = inventories.changes$;
    this.changes$ = merge(this.changed, inventories.changes$.pipe(map(() => undefined)));
  }

  async onModuleInit(): Promise<void> {
    this.inventories.fill(await this.repository.inventories());
    for (const server of await this.repository.all()) {
      if (server.secretsProblem) this.logger.error(server.secretsProblem, { server: server.alias });
      this.servers.set(server.id, foresee(undefined, server));
      this.hours.keep(server.id, server.hours);
    }
  }

  onModuleDestroy(): void {
    for (const timer of this.rests.values()) clearTimeout(timer);
    this.rests.clear();
    this.hours.stop();
    this.changed.complete();
  }

  /** Snapshots: a change replaces them, so keep ids rather than these. */
  all(): FleetServer[] {
    return [...this.servers.values()];
  }

  byId(id: string): FleetServer | undefined {
    return this.servers.get(id);
  }

  byAlias(alias: string): FleetServer | undefined {
    return this.all().find((server) => server.alias === alias);
  }

  /**
   * Servers that take a job now: enabled, not draining, online, circuit not open, at an hour of theirs. One that may only try again after
   * failures (half open) comes with `maxConcurrentJobs` 1, so that a single job goes through.
   */
  dispatchable(): FleetServer[] {
    return this.all()
      .filter((server) => isAvailable(server) && this.hours.isOpen(server.id))
      .map((server) =>
        server.health.circuit.state === 'half_open' ? { ...server, maxConcurrentJobs: 1 } : server,
      );
  }

  /** Why it takes no job now, as a sentence; null when it does. */
  whyNot(server: FleetServer): Reason | null {
    const { alias, enabled, draining, health, hours } = server;
    return reasonAgainst(alias, enabled, draining, health) ?? closedReason(alias, hours, this.clock.now());
  }

  /** `refresh` is shared by simultaneous callers and throws DispatchError. */
  inventory(id: string): InventorySource {
    return {
      current: () => this.inventories.current(id)?.inventory ?? null,
      refresh: () => {
        const server = this.servers.get(id);
        return server
          ? this.inventories.refresh(server.target)
          : Promise.reject(
              new DispatchError('busy', 'The server was removed meanwhile.', { code: 'server_removed' }),
            );
      },
    };
  }

  /**
   * A job failed there. When the server cannot be reached or does not let us in, it is offline at once and looked at in
   * a second. Three failures of any kind but `permanent` without a success between them open its circuit.
   */
  reportFailure(id: string, error: DispatchError): void {
    const server = this.servers.get(id);
    if (!server || error.kind === 'permanent') return;
    const state = stateBehind(error);
    // Jobs that fail together with the server's going away are one failure.
    const counts = state === null || server.health.state === 'online';
    const circuit = counts ? afterFailure(server.health.circuit, this.clock.now()) : server.health.circuit;
    const health = state ? afterRefusal(server.health, state, error, this.clock.iso()) : server.health;
    this.setHealth(server, { ...health, circuit });
    // A lost generation often means that the server has just gone down or come back.
    if (state || error.kind === 'lost') this.attention.next({ id, delayMs: LOOK_AFTER_FAILURE_MS });
  }

  reportSuccess(id: string): void {
    const server = this.servers.get(id);
    if (server && server.health.circuit.failures > 0)
      this.setHealth(server, { ...server.health, circuit: CLOSED });
  }

  /** The outcome of a look at `target`; ignored when the server's settings have changed since. */
  recordProbe(target: Target, result: ProbeResult): void {
    const server = this.servers.get(target.id);
    if (server && sameConnection(server.target, target)) {
      this.setHealth(server, afterProbe(server.health, result, this.clock.iso()));
      this.looks.next(this.servers.get(server.id)!);
    }
  }

  /** After the commit that stored it. */
  put(server: Server): void {
    const before = this.servers.get(server.id);
    const after = foresee(before, server);
    this.servers.set(server.id, after);
    const isElsewhere = before?.target.baseUrl !== after.target.baseUrl || before.appType !== after.appType;
    if (before && isElsewhere) this.inventories.forget(server.id);
    this.keepRest(after.id, after.health.circuit);
    this.hours.keep(after.id, after.hours);
    if (!after.enabled) this.attention.next({ id: after.id, delayMs: null });
    else if (after.health.state === 'unknown') this.attention.next({ id: after.id, delayMs: 0 });
    this.changed.next();
  }

  /** After the commit that removed it. */
  remove(id: string): void {
    this.servers.delete(id);
    this.inventories.forget(id);
    this.keepRest(id, CLOSED);
    this.hours.keep(id, null);
    this.attention.next({ id, delayMs: null });
    this.changed.next();
  }

  /** What came of a call of one of its hooks. */
  recordHook(id: string, kind: HookKind, outcome: HookOutcome): void {
    const server = this.servers.get(id);
    if (server)
      this.servers.set(id, { ...server, hookOutcomes: { ...server.hookOutcomes, [kind]: outcome } });
  }

  private hourStruck(id: string): void {
    const server = this.servers.get(id);
    if (server) this.transitions.next(server);
    this.changed.next();
  }

  private setHealth(before: FleetServer, health: ServerHealth): void {
    const after = { ...before, health };
    this.servers.set(before.id, after);
    this.keepRest(after.id, health.circuit);
    const isSame = stateOf(before) === stateOf(after) && before.health.problemCode === health.problemCode;
    const circuitIsSame = before.health.circuit.state === health.circuit.state;
    if (!isSame || !circuitIsSame) {
      this.transitions.next(after);
      this.changed.next();
    }
  }

  /** One timer per resting server, so that the scheduler hears when it may try again. */
  private keepRest(id: string, circuit: Circuit): void {
    clearTimeout(this.rests.get(id));
    this.rests.delete(id);
    if (circuit.retryAtMs === null) return;
    const endRest = (): void => {
      const server = this.servers.get(id);
      if (server) this.setHealth(server, { ...server.health, circuit: afterRest(server.health.circuit) });
    };
    this.rests.set(id, setTimeout(endRest, Math.max(0, circuit.retryAtMs - this.clock.now())));
  }
}
