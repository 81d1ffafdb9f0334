// How long the GPU of a busy server stands idle between two jobs of one model: from the end of one generation to the
// begin of the next one, beyond the simulator's own time. Without look-ahead that is told by a client without a queue,
// which sends its next request as soon as the answer is there; with look-ahead by one that always has a second request
// waiting at the server. All four take turns on the same simulator.
import type { Generation } from '../simulators/forge/index.js';
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { inTurn, median, percentile } from './statistics.js';
import { USUAL_PARAMS, submission } from './support/pictures.js';
import { startServer, type ServerProcess } from './support/server-process.js';
import { SimulatorProcess } from './support/simulator-process.js';

const AIM_MS = 15;
const LOOK_AHEAD_AIM_MS = 2;
const PARAMS = { ...USUAL_PARAMS, steps: 4 };
const JOBS_TIMEOUT_MS = 120_000;

export async function jobGap(run: BenchRun): Promise<Entry[]> {
  const jobs = run.quick ? 12 : 25;
  const simulator = await SimulatorProcess.start(run, { stepMs: 20, saveMs: 10 });
  const server = await startServer(run, run.folder('gap'));
  await server.api.addServer({ alias: 'gpu', base_url: simulator.url });
  const gaps = async (work: () => Promise<void>): Promise<number[]> => {
    const before = (await simulator.generations()).length;
    await work();
    return gapsMs((await simulator.generations()).slice(before));
  };
  await gaps(() => runQueued(server, jobs, true));
  const seen = await inTurn(run.quick ? 4 : 8, {
    queued: () => gaps(() => runQueued(server, jobs, false)),
    straight: (round) => gaps(() => runDirect(simulator, `straight-${round}`, jobs, 1)),
    ahead: () => gaps(() => runQueued(server, jobs, true)),
    doubled: (round) => gaps(() => runDirect(simulator, `doubled-${round}`, jobs, 2)),
  });
  const { queued, straight, ahead, doubled } = seen;
  return [
    ...figuresOf('job-gap', queued.flat(), straight.flat(), AIM_MS),
    ...figuresOf('job-gap/look-ahead', ahead.flat(), doubled.flat(), LOOK_AHEAD_AIM_MS),
  ];
}

function figuresOf(name: string, gaps: number[], own: number[], atMost: number): Entry[] {
  const against = `the simulator's own: ${median(own)} ms; ${gaps.length} gaps of 512x512 jobs`;
  const late = `the simulator's own, p95: ${percentile(own, 0.95)} ms`;
  return [
    judged(figure(`${name}/p50`, median(gaps) - median(own), 'ms', against), { atMost }),
    figure(`${name}/p95`, percentile(gaps, 0.95) - median(own), 'ms', late),
  ];
}

async function runQueued({ api }: ServerProcess, jobs: number, lookAhead: boolean): Promise<void> {
  await api.ok('PATCH', '/api/v1/servers/gpu', { look_ahead: lookAhead });
  await api.pause();
  for (let sent = 0; sent < jobs; sent += 1) await api.ok('POST', '/api/v1/generate', submission(PARAMS));
  await api.resume();
  const { jobs: counts } = await api.settled(JOBS_TIMEOUT_MS);
  if (counts.failed) throw new Error(`${counts.failed} jobs failed`);
}

/** `atOnce` requests are under way as long as there are any left. */
async function runDirect(
  simulator: SimulatorProcess,
  label: string,
  jobs: number,
  atOnce: number,
): Promise<void> {
  let sent = 0;
  const client = async (): Promise<void> => {
    while (sent < jobs) await simulator.generate(PARAMS, `task(${label}-${sent++})`);
  };
  await Promise.all(Array.from({ length: atOnce }, client));
}

function gapsMs(generations: readonly Generation[]): number[] {
  return generations.slice(1).map((next, at) => next.startedAt - (generations[at]?.endedAt ?? NaN));
}
