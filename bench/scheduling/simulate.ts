// Plays a workload on simulated servers, event by event, by a policy that knows only what it could know then.
import type { Workload, WorkloadJob } from './workload.js';

export interface SimulatedServer {
  id: number;
  /** Loaded or being loaded; empty at first. */
  model: string;
  startedAt: number;
  busyUntil: number;
  running: WorkloadJob | null;
}

export interface Policy {
  readonly name: string;
  arrive(job: WorkloadJob, now: number): void;
  /** The job that this free server starts, taken out of the waiting ones; null: it stays idle for now. */
  choose(server: SimulatedServer, servers: readonly SimulatedServer[], now: number): WorkloadJob | null;
  ended(job: WorkloadJob, server: SimulatedServer, seconds: number, loaded: number, now: number): void;
  /** Every server that could start something has. */
  observe?(servers: readonly SimulatedServer[], now: number): void;
  /** When it may choose otherwise although nothing arrives or ends. */
  nextChange?(now: number): number;
}

export interface Run {
  job: WorkloadJob;
  server: number;
  starts: number;
  ends: number;
  loadSeconds: number;
}

export function simulate(workload: Workload, policy: Policy): Run[] {
  const servers: SimulatedServer[] = Array.from({ length: workload.servers }, (_, id) => ({
    id,
    model: '',
    startedAt: 0,
    busyUntil: 0,
    running: null,
  }));
  const runs: Run[] = [];
  let [arrived, now] = [0, 0];
  while (runs.length < workload.jobs.length || servers.some(({ running }) => running)) {
    for (; (workload.jobs[arrived]?.arrives ?? Infinity) <= now; arrived += 1)
      policy.arrive(workload.jobs[arrived]!, now);
    startAll(workload, policy, servers, runs, now);
    policy.observe?.(servers, now);
    now = nextEvent(workload, policy, servers, arrived, now);
    for (const server of servers) endOn(server, policy, runs, now);
  }
  return runs;
}

function startAll(
  { loadSeconds }: Workload,
  policy: Policy,
  servers: SimulatedServer[],
  runs: Run[],
  now: number,
): void {
  for (const server of servers) {
    if (server.running) continue;
    const job = policy.choose(server, servers, now);
    if (!job) continue;
    const loading = server.model === job.model ? 0 : loadSeconds.get(job.model)!;
    server.model = job.model;
    server.running = job;
    server.startedAt = now;
    server.busyUntil = now + loading + job.seconds;
    runs.push({ job, server: server.id, starts: now, ends: server.busyUntil, loadSeconds: loading });
  }
}

function nextEvent(
  { jobs }: Workload,
  policy: Policy,
  servers: readonly SimulatedServer[],
  arrived: number,
  now: number,
): number {
  const ends = servers.flatMap(({ running, busyUntil }) => (running ? busyUntil : []));
  const next = Math.min(...ends, jobs[arrived]?.arrives ?? Infinity, policy.nextChange?.(now) ?? Infinity);
  if (!Number.isFinite(next)) throw new Error(`${policy.name} lets jobs wait for ever`);
  return next;
}

function endOn(server: SimulatedServer, policy: Policy, runs: readonly Run[], now: number): void {
  const { running } = server;
  if (!running || server.busyUntil > now) return;
  const run = runs.findLast((one) => one.job === running)!;
  server.running = null;
  policy.ended(running, server, running.seconds, run.loadSeconds, now);
}
