// What a busy server loses between two jobs: from the end of one generation to the arrival of the next request, beyond
// what the simulator itself needs to encode and send its answer. That is told by a client without a queue, which sends
// its next request as soon as the answer is there, on the same simulator in turn.
import type { Generation } from '../simulators/forge/index.js';
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median, percentile } from './statistics.js';
import { USUAL_PARAMS, submission } from './support/pictures.js';
import { startServer, type ServerProcess } from './support/server-process.js';
import { SimulatorProcess } from './support/simulator-process.js';

const AIM_MS = 15;
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
  const queued = (): Promise<number[]> => gaps(() => runQueued(server, jobs));
  const direct = (round: number): Promise<number[]> => gaps(() => runDirect(simulator, round, jobs));
  await queued();
  const { a, b } = await interleaved(run.quick ? 3 : 5, queued, direct);
  const [all, own] = [a.flat(), b.flat()];
  const against = `the simulator's own time between jobs: ${median(own)} ms; ${all.length} gaps of 512x512 jobs`;
  return [
    judged(figure('job-gap/p50', median(all) - median(own), 'ms', against), { atMost: AIM_MS }),
    figure(
      'job-gap/p95',
      percentile(all, 0.95) - median(own),
      'ms',
      `straight, p95: ${percentile(own, 0.95) - median(own)} ms`,
    ),
  ];
}

async function runQueued({ api }: ServerProcess, jobs: number): Promise<void> {
  await api.pause();
  for (let sent = 0; sent < jobs; sent += 1) await api.ok('POST', '/api/v1/generate', submission(PARAMS));
  await api.resume();
  const { jobs: counts } = await api.settled(JOBS_TIMEOUT_MS);
  if (counts.failed) throw new Error(`${counts.failed} jobs failed`);
}

async function runDirect(simulator: SimulatorProcess, round: number, jobs: number): Promise<void> {
  for (let sent = 0; sent < jobs; sent += 1)
    await simulator.generate(PARAMS, `task(direct-${round}-${sent})`);
}

function gapsMs(generations: readonly Generation[]): number[] {
  return generations.slice(1).map((next, at) => next.requestedAt - (generations[at]?.endedAt ?? NaN));
}
