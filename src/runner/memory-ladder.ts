// What follows when a server runs out of memory: first its models are unloaded and the job runs there again, then with
// fewer pictures at once, then on another server, then it fails and says what to change. A pure decision, as in
// `failure-policy.ts`; no retry is spent, as each rung is another job for the server.
import type { DispatchError } from '../dispatch/contract/index.js';
import type { MemoryStage } from '../jobs/memory-stage.js';
import type { Decision } from './failure-policy.js';

export interface LadderFacts {
  serverId: string;
  /** How far the search has come on this server; null: this is its first failure there. */
  stage: MemoryStage | null;
  /** Whether the models of the server can be unloaded. */
  canFree: boolean;
  /** Pictures at once in this try. */
  batch: number;
  /** In the next smaller batch; null: there is none. */
  smallerBatch: number | null;
  /** The job may only run on this server. */
  pinned: boolean;
  /** Other servers of its kind that are not known to lack what it needs, memory included. */
  alternatives: number;
  /** "with 4.2 megapixels at once on 8 GB". */
  circumstances: string;
}

const RAN_OUT = 'The server ran out of memory';

export function nextRung(error: DispatchError, facts: LadderFacts): Decision {
  const { serverId, stage, canFree, batch, smallerBatch } = facts;
  const again = `${RAN_OUT} ${facts.circumstances}.`;
  if (canFree && stage === null) {
    const message = `${again} It runs there once more, after the models there are unloaded.`;
    return stay({ serverId, rung: 'unload', batch: null }, message);
  }
  if (smallerBatch !== null) {
    const message = `${again} It runs there with ${smallerBatch} at once instead of ${batch}: the same pictures in the same order.`;
    return stay({ serverId, rung: 'smaller_batch', batch: smallerBatch }, message);
  }
  if (!facts.pinned && facts.alternatives > 0) {
    const message = `${again} Another server is tried.`;
    const leave = { delayMs: null, spendsRetry: false, avoidServerMs: Infinity };
    return { action: 'release', ...leave, stage: null, message };
  }
  return { action: 'fail', code: error.code, message: `${error.message} ${whatWasTried(facts)}` };
}

function stay(stage: MemoryStage, message: string): Decision {
  return { action: 'release', delayMs: null, spendsRetry: false, avoidServerMs: null, stage, message };
}

function whatWasTried({ canFree, stage, batch, pinned, circumstances }: LadderFacts): string {
  const ways = [
    canFree ? 'after the models there were unloaded' : null,
    batch === 1 && stage?.rung === 'smaller_batch' ? 'with one picture at a time' : null,
  ].filter((way) => way !== null);
  const tried = ways.length ? `, also ${ways.join(' and ')}` : '';
  const elsewhere = pinned
    ? 'The job may run on this server only: let it run on any to have others tried.'
    : 'No other server is known to have enough.';
  return `It did so ${circumstances}${tried}. ${elsewhere}`;
}
