import type { Target } from '../dispatch/contract/index.js';
import { NOT_CALLED, type HookOutcomes } from './hooks/hook-outcome.js';
import type { Hours } from './hours/server-hours.js';
import { reasonAgainst, UNKNOWN_HEALTH, type ServerHealth, type ServerState } from './server-health.js';
import { sameConnection, targetOf, type BusyHook, type IdleHook, type Server } from './server.js';

/** A server as the scheduler sees it: an immutable snapshot. */
export interface FleetServer {
  readonly id: string;
  readonly alias: string;
  readonly appType: string;
  readonly target: Target;
  readonly enabled: boolean;
  readonly draining: boolean;
  readonly maxConcurrentJobs: number;
  readonly tags: readonly string[];
  readonly lookAhead: boolean;
  /** Servers of the same name here share one GPU; null: it has one to itself. */
  readonly gpu: string | null;
  readonly idleUnloadMinutes: number | null;
  readonly hours: Hours | null;
  readonly busyHook: BusyHook | null;
  readonly idleHook: IdleHook | null;
  readonly hookOutcomes: HookOutcomes;
  readonly health: ServerHealth;
  /** Why its stored secrets cannot be opened; null when they can. Such a server is not asked. */
  readonly secretsProblem: string | null;
}

/** What the fleet will hold once `server` is stored: health survives only changes that cannot touch it. */
export function foresee(before: FleetServer | undefined, server: Server): FleetServer {
  const target = targetOf(server);
  const { id, alias, appType, enabled, draining, maxConcurrentJobs, secretsProblem } = server;
  const { tags, lookAhead, gpu, idleUnloadMinutes, hours, busyHook, idleHook } = server;
  const isSame =
    before &&
    before.enabled === enabled &&
    before.secretsProblem === secretsProblem &&
    sameConnection(before.target, target);
  const health = isSame ? before.health : freshHealth(secretsProblem);
  return {
    ...{ id, alias, appType, target, enabled, draining, maxConcurrentJobs, tags, lookAhead },
    ...{ gpu, idleUnloadMinutes, hours, busyHook, idleHook },
    hookOutcomes: before?.hookOutcomes ?? NOT_CALLED,
    ...{ health, secretsProblem },
  };
}

/** A server whose secrets are lost needs no look to be known as unusable. */
function freshHealth(secretsProblem: string | null): ServerHealth {
  if (secretsProblem === null) return UNKNOWN_HEALTH;
  return {
    ...UNKNOWN_HEALTH,
    state: 'misconfigured',
    problem: secretsProblem,
    problemCode: 'credentials_unreadable',
  };
}

export function stateOf(server: FleetServer): ServerState {
  return server.enabled ? server.health.state : 'disabled';
}

export function isAvailable(server: FleetServer): boolean {
  return reasonAgainst(server.alias, server.enabled, server.draining, server.health) === null;
}
