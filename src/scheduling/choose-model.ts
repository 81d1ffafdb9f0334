// Which model a server loads when no job for the one that is loaded waits: the next in line that no other server has,
// else one whose other servers have more to do than loading it here costs, else none: the job is better left to them.
import { leastServed, mayGoTo, type Candidate } from './candidates.js';
import type { SchedulingSnapshot, ServerView } from './scheduling-snapshot.js';

interface Option {
  candidate: Candidate;
  /** Seconds until the servers that have the model would be through with its jobs; 0: none has it. */
  elsewhereSeconds: number;
  /** Places on the servers that have it. */
  holders: number;
}

/** Null: all of them are served sooner by servers that have their model. */
export function chooseModel(
  candidates: readonly Candidate[],
  server: ServerView,
  snapshot: SchedulingSnapshot,
): Candidate | null {
  const waiting = new Map<string, number>();
  const options = candidates.map((candidate) => optionFor(candidate, server, snapshot, waiting));
  const unheld = options.filter(({ holders }) => holders === 0);
  if (unheld.length)
    return leastServed(
      unheld.map(({ candidate }) => candidate),
      snapshot,
    );
  const gain = (one: Option): number => one.elsewhereSeconds - costHere(one, server, snapshot);
  const worthwhile = options.filter((one) => gain(one) > 0);
  if (!worthwhile.length) return null;
  return worthwhile.reduce((a, b) => (gain(b) > gain(a) ? b : a)).candidate;
}

function optionFor(
  candidate: Candidate,
  server: ServerView,
  snapshot: SchedulingSnapshot,
  waiting: Map<string, number>,
): Option {
  const { group } = candidate;
  const holders = snapshot.servers.filter(
    (other) =>
      other.id !== server.id &&
      other.model === group.model &&
      mayGoTo(group, other) &&
      snapshot.fits(candidate.job, other),
  );
  if (!holders.length || group.model === '') return { candidate, holders: 0, elsewhereSeconds: 0 };
  const running = holders.reduce((sum, holder) => sum + holder.freeInSeconds, 0);
  const slots = holders.reduce((sum, holder) => sum + holder.slots, 0);
  const seconds = waiting.get(group.model) ?? secondsOfModel(group.model, holders[0]!, snapshot);
  waiting.set(group.model, seconds);
  return { candidate, holders: slots, elsewhereSeconds: (running + seconds) / slots };
}

/** The more have it already, the less one more of them helps. */
function costHere({ candidate, holders }: Option, server: ServerView, snapshot: SchedulingSnapshot): number {
  const { job } = candidate;
  const loads = (snapshot.rules.joinFactor * (holders + 1)) / 2;
  return loads * snapshot.loadSeconds(job.model, server) + snapshot.jobSeconds(job, server);
}

/** All waiting work for a model, by what the first of each group takes. */
function secondsOfModel(model: string, server: ServerView, snapshot: SchedulingSnapshot): number {
  let seconds = 0;
  for (const group of snapshot.groups) {
    if (group.model !== model || !mayGoTo(group, server)) continue;
    const [first] = group.jobs;
    const each = snapshot.jobSeconds(first!, server);
    seconds += first!.work > 0 ? (each * group.work) / first!.work : each * group.jobs.length;
  }
  return seconds;
}
