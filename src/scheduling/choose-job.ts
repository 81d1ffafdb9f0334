// Which waiting job a server with room takes: a pure function over a snapshot, so that the same rules run the queue,
// foretell it (`play-through.ts`) and are measured (`npm run bench:scheduling`). The rules, strongest first:
// priority (a class that nothing was started of ages), fair shares of tenants, what a person placed first, interactive
// before background, a model that is loaded before one that is not, the order of the queue. docs/scheduling.md.
import {
  candidatesFor,
  firstOf,
  isInteractive,
  leastServed,
  mayGoTo,
  mayRun,
  priorityOf,
  type Candidate,
} from './candidates.js';
import { chooseModel } from './choose-model.js';
import { givesWay } from './gives-way.js';
import {
  classOf,
  type Choice,
  type ChoiceReason,
  type SchedulingSnapshot,
  type ServerView,
} from './scheduling-snapshot.js';
import { inOrder, isReady, readySinceMs, type WaitingJob } from './waiting-job.js';
import { placeOf } from './waiting-book.js';

interface Picked {
  candidate: Candidate;
  reason: ChoiceReason;
}

/** Null: nothing that waits should go there now, although something may fit. */
export function chooseJob(server: ServerView, snapshot: SchedulingSnapshot): Choice | null {
  if (givesWay(server, snapshot)) return null;
  const candidates = candidatesFor(server, snapshot);
  const picked = pick(candidates, server, snapshot);
  return picked && keepPromise(picked, server, snapshot);
}

function pick(all: Candidate[], server: ServerView, snapshot: SchedulingSnapshot): Picked | null {
  if (!all.length) return null;
  const urgent = mostUrgent(all);
  const placed = firstOf(urgent);
  if (placed.job.placed) return { candidate: placed, reason: 'placed' };
  const fair = withinShare(urgent, server, snapshot);
  const interactive = fair.filter(isInteractive);
  const withLoaded = pickLoaded(fair, interactive, server, snapshot);
  if (withLoaded) return withLoaded;
  const next = chooseModel(interactive.length ? interactive : fair, server, snapshot);
  if (next) return reasoned(next, urgent, interactive.length < fair.length);
  // What waits for another server leaves this one to the background.
  const rest = interactive.length ? chooseModel(without(fair, interactive), server, snapshot) : null;
  return rest && reasoned(rest, urgent, false);
}

function mostUrgent(all: Candidate[]): Candidate[] {
  const highest = Math.max(...all.map(priorityOf));
  return all.filter((one) => priorityOf(one) === highest);
}

/** Tenants that are too far ahead of the one furthest behind wait, interactive work less. */
function withinShare(candidates: Candidate[], server: ServerView, snapshot: SchedulingSnapshot): Candidate[] {
  const { rules } = snapshot;
  const { share: least, group } = leastServed(candidates, snapshot);
  const forLoads = rules.affinityCreditLoads * snapshot.loadSeconds(group.model, server);
  const affinityCredit = Math.max(rules.affinityCreditSeconds, forLoads);
  return candidates.filter((one) => {
    const ahead = one.share - least;
    if (ahead <= rules.quantumSeconds) return true;
    if (isInteractive(one) && ahead <= rules.interactiveCreditSeconds) return true;
    return one.loaded && ahead <= affinityCredit;
  });
}

/** A loaded model saves the time of loading another, which even an interactive job waits a little for. */
function pickLoaded(
  fair: Candidate[],
  interactive: Candidate[],
  server: ServerView,
  snapshot: SchedulingSnapshot,
): Picked | null {
  const now = interactive.filter(({ loaded }) => loaded);
  const later = fair.filter((one) => one.loaded && !isInteractive(one));
  const impatient = interactive.some((one) => !one.loaded && isImpatient(one, server, snapshot));
  const from = now.length ? now : impatient ? [] : later;
  if (!from.length) return null;
  const candidate = leastServed(from, snapshot);
  const first = firstOf(fair);
  if (candidate === first) return { candidate, reason: 'turn' };
  const isBefore = isInteractive(candidate) && !isInteractive(first) && first.loaded;
  return { candidate, reason: isBefore ? 'interactive' : 'model_loaded' };
}

function isImpatient({ group, job }: Candidate, server: ServerView, snapshot: SchedulingSnapshot): boolean {
  const { rules, nowMs } = snapshot;
  const patienceMs = Math.min(rules.interactivePatienceMs, 3_000 * snapshot.loadSeconds(group.model, server));
  return nowMs - readySinceMs(job) >= patienceMs;
}

function reasoned(candidate: Candidate, urgent: Candidate[], beforeBackground: boolean): Picked {
  if (candidate === firstOf(urgent)) return { candidate, reason: 'turn' };
  const isLeast = urgent.every(({ share }) => share >= candidate.share);
  const isAlone = urgent.every(({ group }) => group.tenant === candidate.group.tenant);
  if (isLeast && !isAlone) return { candidate, reason: 'fair_share' };
  return { candidate, reason: beforeBackground ? 'interactive' : 'fair_share' };
}

/** Nobody is passed over more often, or for longer, than was promised: the first such job goes instead. */
function keepPromise(picked: Picked, server: ServerView, snapshot: SchedulingSnapshot): Choice {
  const { rules, passes, nowMs } = snapshot;
  const passed = passedOver(picked.candidate, server, snapshot);
  // Where several servers pass a job over, that takes no longer.
  const slots = snapshot.servers.filter((one) => mayGoTo(picked.candidate.group, one));
  const maxPasses = rules.maxPasses * slots.reduce((sum, one) => sum + one.slots, 0);
  const limits = { maxPasses, maxPassedMs: rules.maxPassedMs };
  const due = passed.filter((job) => passes.isDue(job.seq, limits, nowMs)).sort(inOrder)[0];
  const job = due ?? picked.candidate.job;
  const loaded = job.model === '' || job.model === server.model;
  return {
    job,
    reason: due ? 'passed_enough' : picked.reason,
    loadSeconds: loaded ? 0 : snapshot.loadSeconds(job.model, server),
    passedOver: due ? passed.filter((one) => inOrder(one, due) < 0) : passed,
  };
}

function passedOver({ job, group }: Candidate, server: ServerView, snapshot: SchedulingSnapshot) {
  const passed: WaitingJob[] = [];
  const key = classOf(group);
  for (const other of snapshot.groups) {
    if (!mayGoTo(other, server) || classOf(other) !== key) continue;
    const before = placeOf(other.jobs, job);
    for (let at = 0; at < before; at += 1) {
      const one = other.jobs[at]!;
      if (isReady(one, snapshot.nowMs) && mayRun(one, server, snapshot)) passed.push(one);
    }
  }
  return passed;
}

function without(all: readonly Candidate[], some: readonly Candidate[]): Candidate[] {
  return all.filter((one) => !some.includes(one));
}
