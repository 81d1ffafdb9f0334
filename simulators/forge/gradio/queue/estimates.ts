import type { UiFunction } from '../interface/ui-function.js';
import type { QueuedEvent } from './event-queue.js';

export interface Estimation {
  /** Place among the waiting of the same function, from 0; the running one does not count. */
  rank: number;
  queue_size: number;
  /** Seconds until the event will be done; null as long as some time on the way is unknown. */
  rank_eta: number | null;
}

/** What each event in a line is told, as `broadcast_estimations` of Gradio 4.40 works it out. */
export function estimate(
  line: readonly QueuedEvent[],
  running: readonly QueuedEvent[],
  average: (fn: UiFunction) => number | null,
): Estimation[] {
  let before: number | null = untilFree(running, average);
  return line.map(({ fn }, rank) => {
    const own = average(fn);
    const eta = own === null || before === null ? null : own + before;
    before = eta;
    return { rank, queue_size: line.length, rank_eta: eta };
  });
}

function untilFree(
  running: readonly QueuedEvent[],
  average: (fn: UiFunction) => number | null,
): number | null {
  const [first] = running;
  if (!first) return 0;
  const known = average(first.fn);
  if (known === null || first.startedAt === null) return null;
  return Math.max(0, known - (Date.now() - first.startedAt) / 1000);
}
