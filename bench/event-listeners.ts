// A thousand listeners on the event stream while ten jobs run: how long after its announcement an event is in a
// listener's hands, and what that costs the server. The listeners share one process, which costs about as much as the
// server: on a machine with few processors part of the delay is theirs.
import { eventually } from '../test/support/eventually.js';
import { figure, type BenchRun, type Entry } from './benchmark.js';
import { cpuSeconds } from './support/cpu-time.js';
import type { ListenerResult } from './support/listener-result.js';
import { Program } from './support/program.js';
import { submission, SMALLEST_PARAMS } from './support/pictures.js';
import { startServer, type ServerProcess } from './support/server-process.js';

const JOBS = 10;
const UPDATES_PER_SECOND = 5;
const START_MS = 30_000;
/** Runs longer than anybody listens, at two steps for each look at it. */
const LONG_PARAMS = { ...SMALLEST_PARAMS, steps: 150, n_iter: 20 };
const STEP_MS = 1000 / UPDATES_PER_SECOND / 2;

export async function eventListeners(run: BenchRun): Promise<Entry[]> {
  const listeners = run.quick ? 200 : 1_000;
  const listenMs = run.quick ? 3_000 : 15_000;
  const server = await runningJobs(run);
  const idle = await cpuShare(server, () => new Promise((resolve) => setTimeout(resolve, 2_000)));
  const program = new Program(run, 'bench/support/event-listener.js', {
    args: [server.url, String(listeners), String(listenMs)],
  });
  await program.logged(/(listening)/);
  let result: ListenerResult | undefined;
  const busy = await cpuShare(server, async () => {
    result = JSON.parse(await program.logged(/result (\{.*\})\n/)) as ListenerResult;
  });
  if (!result) throw new Error('The listeners told nothing');
  return entries(listeners, result, idle, busy);
}

/** A server with ten jobs that run, each on a simulated Forge of its own. */
async function runningJobs(run: BenchRun): Promise<ServerProcess> {
  const farm = new Program(run, 'bench/support/simulator-farm.js', {
    args: [String(JOBS), String(STEP_MS), run.folder('farm')],
  });
  const urls = (await farm.logged(/simulators on (.*)\n/)).split(' ');
  const server = await startServer(run, run.folder('listeners'), {
    PROGRESS_POLL_MS: String(1000 / UPDATES_PER_SECOND),
    SHUTDOWN_GRACE_MS: '0',
  });
  for (const [number, url] of urls.entries()) {
    await server.api.addServer({ alias: `gpu-${number}`, base_url: url });
    await server.api.ok('POST', '/api/v1/generate', submission(LONG_PARAMS));
  }
  await eventually(async () => (await server.api.queue()).jobs.processing === JOBS, START_MS);
  return server;
}

/** Percent of one processor that the server takes while `work` goes on. */
async function cpuShare({ program }: ServerProcess, work: () => Promise<unknown>): Promise<number> {
  const [startedAt, before] = [performance.now(), cpuSeconds(program.pid)];
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  return ((cpuSeconds(program.pid) - before) / seconds) * 100;
}

function entries(listeners: number, result: ListenerResult, idle: number, busy: number): Entry[] {
  const { p50Ms, p99Ms, maxMs, framesPerSecond, fewest, most } = result;
  const how = `${listeners} listeners, ${JOBS} running jobs, ${(framesPerSecond / listeners).toFixed(1)} updates/s in all`;
  const rest = `the slowest: ${maxMs} ms; each listener got between ${fewest} and ${most} events`;
  return [
    figure('event-listeners/delay-p50', p50Ms, 'ms', `the moment of the announcement; ${how}`),
    figure('event-listeners/delay-p99', p99Ms, 'ms', rest),
    figure('event-listeners/frames', framesPerSecond, '1/s', 'nothing; delivered to all listeners together'),
    figure(
      'event-listeners/server-cpu',
      busy,
      '%',
      `one processor; with nobody listening: ${idle.toFixed(1)} %`,
    ),
  ];
}
