// What follows from a failed attempt: a pure decision, so that it can be read and tested as a table.
import type { DispatchError } from '../dispatch/contract/index.js';
import type { MemoryStage } from '../jobs/memory-stage.js';

export interface FailureFacts {
  retryCount: number;
  maxRetries: number;
  /** The job may only run on this server. */
  pinned: boolean;
  /** Other servers of its kind that have not been found unfit for it, whether they take jobs now or not. */
  alternatives: number;
  /** Those of them that take jobs now. */
  readyAlternatives: number;
  /** The attempt was taken over from a run of ours that died: that is not the job's fault. */
  reattached: boolean;
  crashCount: number;
  retryBaseMs: number;
  retryCapMs: number;
  /** 0 ≤ random < 1, for the jitter. */
  random: number;
}

export type Decision =
  | { action: 'fail'; code: string; message: string }
  | {
      action: 'release';
      /** Null: it may run again at once. */
      delayMs: number | null;
      spendsRetry: boolean;
      /** Stay away from this server: for a time, or (`Infinity`) for good. */
      avoidServerMs: number | null;
      /** Of its search for enough memory; left out: as it is. */
      stage?: MemoryStage | null;
      message: string;
    };

const MAX_CRASHES = 10;
const BUSY_DELAY_MS = 5_000;
const AVOID_MS = 120_000;

export function decide(error: DispatchError, facts: FailureFacts): Decision {
  if (error.kind === 'busy') return waitForServer(error);
  if (error.kind === 'permanent')
    return offerElsewhere(error, facts) ?? { action: 'fail', code: error.code, message: error.message };
  if (error.kind === 'lost' && facts.reattached) return afterOurCrash(error, facts);
  return retryOrFail(error, facts);
}

/** No retry is spent: the server, not the job, is the trouble, and an unreachable one is not chosen again until it answers. */
function waitForServer(error: DispatchError): Decision {
  const delayMs = error.code === 'server_unreachable' ? null : BUSY_DELAY_MS;
  return { action: 'release', delayMs, spendsRetry: false, avoidServerMs: null, message: error.message };
}

function offerElsewhere(error: DispatchError, facts: FailureFacts): Decision | null {
  if (!error.elsewhere || facts.pinned || facts.alternatives === 0) return null;
  return {
    action: 'release',
    delayMs: null,
    spendsRetry: false,
    avoidServerMs: Infinity,
    message: `${error.message} Another server is tried.`,
  };
}

function afterOurCrash(error: DispatchError, facts: FailureFacts): Decision {
  if (facts.crashCount >= MAX_CRASHES) {
    const message = `StableQueue ended ${facts.crashCount} times while this job ran, so it is not tried again by itself.`;
    return { action: 'fail', code: 'crashed_repeatedly', message };
  }
  const message = `${error.message} It runs again with the same seed.`;
  return { action: 'release', delayMs: null, spendsRetry: false, avoidServerMs: null, message };
}

function retryOrFail(error: DispatchError, facts: FailureFacts): Decision {
  if (facts.retryCount >= facts.maxRetries) {
    const tries = facts.retryCount + 1;
    const message = tries > 1 ? `${error.message} (Tried ${tries} times.)` : error.message;
    return { action: 'fail', code: error.code, message };
  }
  const elsewhere = !facts.pinned && facts.readyAlternatives > 0;
  const ceilingMs = Math.min(facts.retryCapMs, facts.retryBaseMs * 2 ** facts.retryCount);
  return {
    action: 'release',
    // Another server need not wait for this one to recover.
    delayMs: elsewhere ? null : Math.round(ceilingMs * facts.random),
    spendsRetry: true,
    avoidServerMs: elsewhere ? AVOID_MS : null,
    message: `${error.message} Retry ${facts.retryCount + 1} of ${facts.maxRetries}${elsewhere ? ' on another server' : ''}.`,
  };
}
