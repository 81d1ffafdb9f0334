// The circuit breaker of one server as values: three failures in a row and it rests, then one job may try.
// Pure; `server-fleet.ts` holds the timers.

export interface Circuit {
  /** `open`: the server rests; `half_open`: one job at a time may try. */
  state: 'closed' | 'open' | 'half_open';
  /** Failures since the last success. */
  failures: number;
  /** How often in a row it was opened; each doubles the rest. */
  openings: number;
  /** Milliseconds since the epoch when the rest ends; null unless open. */
  retryAtMs: number | null;
}

export const CLOSED: Circuit = { state: 'closed', failures: 0, openings: 0, retryAtMs: null };

const FAILURES_TO_OPEN = 3;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 600_000;

export function afterFailure(circuit: Circuit, nowMs: number): Circuit {
  const failures = circuit.failures + 1;
  // A job that was still running when the rest began adds nothing to it.
  if (circuit.state === 'open') return { ...circuit, failures };
  if (circuit.state === 'closed' && failures < FAILURES_TO_OPEN) return { ...circuit, failures };
  const restMs = Math.min(FIRST_REST_MS * 2 ** circuit.openings, LONGEST_REST_MS);
  return { state: 'open', failures, openings: circuit.openings + 1, retryAtMs: nowMs + restMs };
}

/** At the end of the rest. */
export function afterRest(circuit: Circuit): Circuit {
  return circuit.state === 'open' ? { ...circuit, state: 'half_open', retryAtMs: null } : circuit;
}
