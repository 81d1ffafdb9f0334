// What follows from a look at the server: the table by which a prompt is waited for, fetched, or given up. Pure.
import type { RunLimits } from '../../../contract/index.js';
import type { Standing } from '../server/comfyui-client.js';

export type Look = { seen: Standing } | { failed: 'refused' | 'no_answer' | 'bad_answer' };

export interface Watched {
  /** Looks in a row that found it nowhere. */
  absent: number;
  /** Since when no look has got an answer; null while they do. */
  awaySince: number | null;
  /** When something last moved: a step, another node, its turn in the queue. */
  movedAt: number;
  /** It has left the server's own queue. */
  hasRun: boolean;
  hasBegun: boolean;
  isStepping: boolean;
  /** Nothing is told over a WebSocket: standing still cannot be seen. */
  isBlind: boolean;
  /** While it waits: the prompt that holds the worker, and since when. */
  holder: string | null;
  heldSince: number;
}

export type Verdict =
  'wait' | 'collect' | 'gone' | 'silent' | 'bad_answer' | 'no_first_step' | 'no_progress' | 'worker_dead';

const LOOKS_TO_BE_GONE = 2;
const REFUSED_MS = 30_000;
/** How many times the usual patience a prompt gets that nothing is heard of. */
const BLIND_FACTOR = 12;
/** Somebody else's prompt may take this long before its worker counts as dead; a video does. */
const LONGEST_HELD_MS = 6 * 3_600_000;

export function decide(
  look: Look,
  run: Watched,
  limits: RunLimits,
  now: number,
  stuck: string | null,
): Verdict {
  if ('failed' in look) return judgeAbsence(look.failed, now - (run.awaySince ?? now), limits);
  const { seen } = look;
  if (seen.state === 'ended') return 'collect';
  // It may have been between queue and history, or not yet in the queue: one look is none.
  if (seen.state === 'absent') return run.absent >= LOOKS_TO_BE_GONE ? 'gone' : 'wait';
  if (seen.state === 'waiting') return judgeWaiting(seen.running, run, limits, now, stuck);
  const still = now - run.movedAt;
  if (run.isBlind)
    return still > BLIND_FACTOR * (limits.firstStepMs + limits.stallMs) ? 'no_progress' : 'wait';
  // Between steps (models of a second pass, decoding) a node may take as long as before the first one.
  const patience = run.isStepping
    ? limits.stallMs
    : Math.max(limits.firstStepMs, run.hasBegun ? 2 * limits.stallMs : 0);
  if (still <= patience) return 'wait';
  return run.hasBegun ? 'no_progress' : 'no_first_step';
}

function judgeAbsence(
  why: 'refused' | 'no_answer' | 'bad_answer',
  awayMs: number,
  limits: RunLimits,
): Verdict {
  const patience = 2 * limits.stallMs;
  if (why === 'refused') return awayMs > Math.min(patience, REFUSED_MS) ? 'silent' : 'wait';
  if (awayMs <= patience) return 'wait';
  return why === 'bad_answer' ? 'bad_answer' : 'silent';
}

/** Waiting for somebody else's prompt is no hang; waiting for a worker that takes nothing is. */
function judgeWaiting(
  running: string | null,
  run: Watched,
  limits: RunLimits,
  now: number,
  stuck: string | null,
): Verdict {
  const held = now - run.heldSince;
  if (running === null || running === stuck) return held > limits.firstStepMs ? 'worker_dead' : 'wait';
  return held > LONGEST_HELD_MS ? 'worker_dead' : 'wait';
}
