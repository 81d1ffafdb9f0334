// How a server is, as values: from probes, from failed jobs, and in words. Pure.
import type { DispatchError, MemoryUse, ProbeResult, ProbeState } from '../dispatch/contract/index.js';
import { CLOSED, type Circuit } from './circuit.js';

export interface ServerHealth {
  /** `unknown`: not looked at since the start, or since its settings changed. */
  state: ProbeState | 'unknown';
  /** What is wrong and what to change, in words; null when all is well. */
  problem: string | null;
  problemCode: string | null;
  version: string | null;
  loadedCheckpoint: string | null;
  memory: MemoryUse | null;
  busyElsewhere: boolean | null;
  latencyMs: number | null;
  /** ISO-8601 UTC; null before the first look. */
  checkedAt: string | null;
  circuit: Circuit;
}

/** What people see: a server that is switched off is `disabled`, whatever it last answered. */
export type ServerState = ServerHealth['state'] | 'disabled';

export interface Reason {
  code: string;
  message: string;
}

export const UNKNOWN_HEALTH: ServerHealth = {
  state: 'unknown',
  problem: null,
  problemCode: null,
  version: null,
  loadedCheckpoint: null,
  memory: null,
  busyElsewhere: null,
  latencyMs: null,
  checkedAt: null,
  circuit: CLOSED,
};

export function afterProbe(health: ServerHealth, result: ProbeResult, checkedAt: string): ServerHealth {
  return {
    ...result,
    // A server that does not answer now still is what it was.
    version: result.version ?? health.version,
    checkedAt,
    circuit: health.circuit,
  };
}

/** Codes of failed jobs that say something about the server, not about its load: it is no use to send it the next job. */
const STATE_OF_CODE: Record<string, ProbeState> = {
  server_unreachable: 'unreachable',
  unreachable: 'unreachable',
  starting: 'starting',
  server_starting: 'starting',
  login_needed: 'misconfigured',
  wrong_password: 'misconfigured',
  wrong_port: 'misconfigured',
  wrong_address: 'misconfigured',
  api_not_enabled: 'misconfigured',
  no_page: 'misconfigured',
  tls: 'misconfigured',
  not_this_app_type: 'misconfigured',
};

/** The state that a failed job reveals, whatever it means for the job; null when it says nothing of the kind. */
export function stateBehind(error: DispatchError): ProbeState | null {
  return Object.hasOwn(STATE_OF_CODE, error.code) ? (STATE_OF_CODE[error.code] ?? null) : null;
}

export function afterRefusal(
  health: ServerHealth,
  state: ProbeState,
  error: DispatchError,
  checkedAt: string,
): ServerHealth {
  const problemCode = error.code === 'server_unreachable' ? 'unreachable' : error.code;
  return {
    ...health,
    state,
    problem: error.message,
    problemCode,
    busyElsewhere: null,
    latencyMs: null,
    checkedAt,
  };
}

const LOGIN_CODES = new Set(['login_needed', 'wrong_password', 'credentials_unreadable']);

/** Why a server takes no job now, for "why does it wait" sentences; null when it does. */
export function reasonAgainst(
  alias: string,
  enabled: boolean,
  draining: boolean,
  health: ServerHealth,
): Reason | null {
  const because = health.problem ? `: ${health.problem}` : '.';
  if (!enabled) return { code: 'server_disabled', message: `The server "${alias}" is switched off.` };
  if (draining)
    return {
      code: 'server_draining',
      message: `The server "${alias}" is being drained: it takes no new jobs until it is resumed.`,
    };
  if (health.state === 'unknown')
    return { code: 'server_checking', message: `The server "${alias}" is being looked at.` };
  if (health.state === 'starting')
    return { code: 'server_starting', message: `The server "${alias}" is starting${because}` };
  if (health.state === 'unreachable')
    return { code: 'server_offline', message: `The server "${alias}" is offline${because}` };
  if (health.state === 'misconfigured' && LOGIN_CODES.has(health.problemCode ?? '')) {
    return { code: 'server_login_needed', message: `The server "${alias}" does not let us in${because}` };
  }
  if (health.state === 'misconfigured')
    return { code: 'server_misconfigured', message: `The server "${alias}" cannot be used${because}` };
  return health.circuit.state === 'open' ? restReason(alias, health.circuit) : null;
}

function restReason(alias: string, circuit: Circuit): Reason {
  const until = new Date(circuit.retryAtMs ?? 0).toISOString();
  return {
    code: 'server_resting',
    message: `${circuit.failures} jobs in a row failed on the server "${alias}": it rests until ${until}.`,
  };
}
