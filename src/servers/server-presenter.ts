// Servers as answers and events show them. Secrets end here: passwords are told as set, header values are masked.
import type { Principal } from '../access/contract/index.js';
import type { MemoryUse, ProbeResult } from '../dispatch/contract/index.js';
import type { NewEvent } from '../events/app-event.js';
import { toHooksShown } from './hooks/show-hooks.js';
import { toHoursDto } from './hours/hours-form.js';
import { closedReason } from './hours/server-hours.js';
import { foresee, stateOf, type FleetServer } from './fleet-server.js';
import { reasonAgainst } from './server-health.js';
import { MASK } from './server-login.js';
import type {
  CredentialsShownDto,
  MemoryDto,
  ServerDto,
  ServerHealthDto,
  ServerTestDto,
} from './server.dto.js';
import type { Server } from './server.js';

/** `live` is what the fleet knows of it; undefined when that is not known yet. */
export function toServerDto(server: Server, live: FleetServer | undefined, runningJobs: number): ServerDto {
  const known = foresee(live, server);
  return {
    id: server.id,
    alias: server.alias,
    base_url: server.baseUrl,
    apiUrl: server.baseUrl,
    app_type: server.appType,
    credentials: toCredentialsShown(server),
    extra_headers: Object.fromEntries(Object.keys(server.extraHeaders).map((name) => [name, MASK])),
    tls: { verify: server.tls.verify, ca_pem: server.tls.caPem ?? null },
    enabled: server.enabled,
    draining: server.draining,
    max_concurrent_jobs: server.maxConcurrentJobs,
    tags: [...server.tags],
    look_ahead: server.lookAhead,
    gpu: server.gpu,
    idle_unload_minutes: server.idleUnloadMinutes,
    hours: toHoursDto(server.hours),
    ...toHooksShown(server, known.hookOutcomes),
    notes: server.notes,
    options: server.options,
    created_timestamp: server.createdAt,
    updated_timestamp: server.updatedAt,
    health: toHealthDto(known),
    not_available:
      reasonAgainst(server.alias, server.enabled, server.draining, known.health) ??
      closedReason(server.alias, server.hours, Date.now()),
    running_jobs: runningJobs,
  };
}

/** Who may not change servers learns nothing of where they are and how one logs in to them. */
export function shownTo(who: Principal, server: ServerDto): ServerDto {
  if (who.can('manage_servers')) return server;
  return {
    ...server,
    base_url: '',
    apiUrl: '',
    credentials: { type: server.credentials.type, password_set: server.credentials.password_set },
    extra_headers: {},
    tls: { verify: server.tls.verify, ca_pem: null },
    notes: null,
    busy_hook: null,
    idle_hook: null,
    options: {},
    health: { ...server.health, problem: null },
    not_available: server.not_available && {
      code: server.not_available.code,
      message: `Server "${server.alias}" takes no jobs now.`,
    },
  };
}

export function toTestDto(result: ProbeResult): ServerTestDto {
  return {
    ok: result.state === 'online',
    state: result.state,
    problem: result.problem,
    problem_code: result.problemCode,
    version: result.version,
    loaded_checkpoint: result.loadedCheckpoint,
    memory: toMemoryDto(result.memory),
    busy_elsewhere: result.busyElsewhere,
    latency_ms: result.latencyMs,
  };
}

/** The stored event of a server's present state. */
export function stateEvent(server: FleetServer, more: Record<string, unknown> = {}): NewEvent {
  const { enabled, draining, health } = server;
  const { problem, problemCode, circuit } = health;
  const data = {
    state: stateOf(server),
    problem,
    problem_code: problemCode,
    circuit_state: circuit.state,
    enabled,
    draining,
    ...more,
  };
  return { type: 'server.state', serverAlias: server.alias, data };
}

function toCredentialsShown({ credentials }: Server): CredentialsShownDto {
  if (credentials.type === 'none') return { type: 'none', password_set: false };
  return { type: credentials.type, username: credentials.username, password_set: true };
}

function toHealthDto(server: FleetServer): ServerHealthDto {
  const { health } = server;
  const { state, failures, retryAtMs } = health.circuit;
  return {
    state: stateOf(server),
    problem: health.problem,
    problem_code: health.problemCode,
    version: health.version,
    loaded_checkpoint: health.loadedCheckpoint,
    memory: toMemoryDto(health.memory),
    busy_elsewhere: health.busyElsewhere,
    latency_ms: health.latencyMs,
    checked_at: health.checkedAt,
    circuit: { state, failures, retry_at: retryAtMs === null ? null : new Date(retryAtMs).toISOString() },
  };
}

function toMemoryDto(memory: MemoryUse | null): MemoryDto | null {
  if (!memory) return null;
  return {
    gpu_total_bytes: memory.gpuTotalBytes,
    gpu_free_bytes: memory.gpuFreeBytes,
    ram_total_bytes: memory.ramTotalBytes,
    ram_free_bytes: memory.ramFreeBytes,
  };
}
