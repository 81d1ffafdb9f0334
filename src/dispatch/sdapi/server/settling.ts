// A1111 adds its routes after it opened its port, and its start fails if a request comes in between
// (a1111#11635). So, after it was away, a bare connection is tried first, and the server is then left alone a little.
import { connect } from 'node:net';
import type { ProbeResult, Target } from '../../contract/index.js';

const CONNECT_MS = 2_000;

interface Settling {
  wasAway: boolean;
  settlesUntil: number | null;
}

/** The answer to give while the server settles; null: ask it. */
export async function settling(
  memory: Settling,
  target: Target,
  settleMs: number,
  signal: AbortSignal,
): Promise<ProbeResult | null> {
  if (settleMs === 0 || !memory.wasAway || !URL.canParse(target.baseUrl)) return null;
  if (memory.settlesUntil === null) {
    if (!(await accepts(target, signal))) return null;
    memory.settlesUntil = Date.now() + settleMs;
  }
  if (Date.now() >= memory.settlesUntil) {
    memory.settlesUntil = null;
    return null;
  }
  return {
    state: 'starting',
    problem: 'The server has just come back: it is given a few seconds to finish its start.',
    problemCode: 'starting',
    version: null,
    loadedCheckpoint: null,
    memory: null,
    busyElsewhere: null,
    latencyMs: 0,
  };
}

function accepts(target: Target, signal: AbortSignal): Promise<boolean> {
  const { hostname, port, protocol } = new URL(target.baseUrl);
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    timeout: CONNECT_MS,
    signal,
  });
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('timeout', () => resolve(false));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}
