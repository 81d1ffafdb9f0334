// The policies that are compared: first in first out, one like SwarmUI's, and an offline one that may try many
// thresholds and keep the best; ours is `our-policy.ts`.
import type { Policy, SimulatedServer } from './simulate.js';
import type { WorkloadJob } from './workload.js';

/** The first that came goes first, whatever it needs. */
export function firstInFirstOut(): Policy {
  const waiting: WorkloadJob[] = [];
  return {
    name: 'first in, first out',
    arrive: (job) => void waiting.push(job),
    choose: () => waiting.shift() ?? null,
    ended: () => undefined,
  };
}

const PRESSURE_OF_A_JOB = 10;
const LOADER_PATIENCE = 1.5;

/**
 * As SwarmUI's backend handler does it: a job whose model is loaded runs at once; of the others the model with the most
 * pressure (ten for each job, one for each second since the first) is loaded, on the server that was idle longest, once
 * it has waited a little or only one server is free. Nothing bounds how long a loaded model keeps its server.
 */
export function likeSwarmUi(): Policy {
  const waiting = new Waiting();
  return {
    name: 'like SwarmUI',
    arrive: (job) => waiting.add(job),
    choose(server, servers, now) {
      const loaded = waiting.first(server.model);
      if (loaded) return waiting.take(loaded);
      const free = servers.filter(({ running }) => !running);
      const heldByFree = (model: string): boolean => free.some((other) => other.model === model);
      const wanted = waiting.models().filter((model) => !heldByFree(model));
      const pressure = (model: string): number =>
        waiting.of(model).length * PRESSURE_OF_A_JOB + now - waiting.first(model)!.arrives;
      const model = maxBy(wanted, pressure);
      if (model === null) return null;
      const waited = now - waiting.first(model)!.arrives;
      if (free.length > 1 && waited <= LOADER_PATIENCE) return null;
      const idlest = free.reduce((a, b) => (b.busyUntil < a.busyUntil ? b : a));
      return idlest.id === server.id ? waiting.take(waiting.first(model)!) : null;
    },
    ended: () => undefined,
    nextChange: (now) => (waiting.size ? now + LOADER_PATIENCE + 0.01 : Infinity),
  };
}

export interface Hindsight {
  /** A server changes its model only for so many seconds of work … */
  thresholdSeconds: number;
  /** … or when a job has waited so long. */
  longestWait: number;
  /** Joins the servers that have a model when each of them has this many times more to do than loading it takes. */
  joinFactor: number;
  /** Single jobs that have waited so long go before bulks. */
  singlesAfter: number;
  /** From then on nothing is worth waiting for. */
  lastArrival: number;
  loadSeconds: ReadonlyMap<string, number>;
}

/**
 * Stays with a model while it has work, as long as that is worth it; knows what each job takes. With hindsight, the best
 * of many such schedules is one that an online policy can be held against.
 */
export function patient(how: Hindsight): Policy {
  const waiting = new Waiting();
  const worth = (job: WorkloadJob, servers: readonly SimulatedServer[], now: number): number => {
    const holders = servers.filter(({ model }) => model === job.model);
    const left = holders.reduce((sum, { busyUntil }) => sum + Math.max(0, busyUntil - now), 0);
    const share = (left + waiting.seconds(job.model)) / Math.max(1, holders.length);
    const isLate = now - job.arrives >= (job.background ? how.longestWait : how.singlesAfter);
    if (!holders.length && (isLate || now >= how.lastArrival || share >= how.thresholdSeconds))
      return 1e6 - job.arrives + (job.background ? 0 : 1e6);
    return share >= how.joinFactor * how.loadSeconds.get(job.model)! + job.seconds ? share : 0;
  };
  return {
    name: 'hindsight',
    arrive: (job) => waiting.add(job),
    choose(server, servers, now) {
      const firsts = waiting.models().flatMap((model) => waiting.firsts(model));
      const late = firsts.find(
        (job) => !job.background && now - job.arrives >= how.singlesAfter && worth(job, servers, now) > 0,
      );
      const loaded = waiting.firsts(server.model)[0];
      if (loaded && (!loaded.background || !late)) return waiting.take(loaded);
      const best = maxBy(
        firsts.filter((job) => job.model !== server.model && worth(job, servers, now) > 0),
        (job) => worth(job, servers, now),
      );
      return best && waiting.take(best);
    },
    ended: () => undefined,
    nextChange: (now) => (waiting.size ? now + 3 : Infinity),
  };
}

class Waiting {
  private readonly byModel = new Map<string, WorkloadJob[]>();
  size = 0;

  add(job: WorkloadJob): void {
    const jobs = this.byModel.get(job.model) ?? [];
    this.byModel.set(job.model, jobs);
    jobs.push(job);
    this.size += 1;
  }

  models(): string[] {
    return [...this.byModel].filter(([, jobs]) => jobs.length).map(([model]) => model);
  }

  of(model: string): WorkloadJob[] {
    return this.byModel.get(model) ?? [];
  }

  first(model: string): WorkloadJob | undefined {
    return this.of(model)[0];
  }

  /** Its first single job, then its first of a bulk. */
  firsts(model: string): WorkloadJob[] {
    const jobs = this.of(model);
    return [jobs.find(({ background }) => !background), jobs.find(({ background }) => background)].flatMap(
      (job) => job ?? [],
    );
  }

  seconds(model: string): number {
    return this.of(model).reduce((sum, { seconds }) => sum + seconds, 0);
  }

  take(job: WorkloadJob): WorkloadJob {
    const jobs = this.of(job.model);
    jobs.splice(jobs.indexOf(job), 1);
    this.size -= 1;
    return job;
  }
}

function maxBy<T>(from: readonly T[], value: (one: T) => number): T | null {
  let best: T | null = null;
  for (const one of from) if (best === null || value(one) > value(best)) best = one;
  return best;
}
