// Does a server that has run many jobs hold more memory than one that has run a few? Both figures are of one process,
// at rest, after a full garbage collection. The aim of 1.5 leaves room for code that the engine compiled meanwhile and
// for caches that have a limit; a server that keeps something of every job would pass it by far.
import { setTimeout as pause } from 'node:timers/promises';
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { memoryAtRest, type MemoryUse } from './support/heap-inspector.js';
import { sendLoad } from './support/http-load.js';
import { SMALLEST_PARAMS, submission } from './support/pictures.js';
import { startServer, type ServerProcess } from './support/server-process.js';
import { SimulatorProcess } from './support/simulator-process.js';

const AIM = 1.5;
const FEW = 100;
const CONNECTIONS = 4;
/** What is kept for a while after a job (answers that nobody came for: a minute) is no leak, so its end is awaited. */
const REST_AT_MOST_MS = 90_000;
const LOOK_EVERY_MS = 2_000;
const QUIET_LOOKS = 3;
const JOBS_TIMEOUT_MS = 300_000;

export async function memory(run: BenchRun): Promise<Entry[]> {
  const many = run.quick ? 600 : 10_000;
  const simulator = await SimulatorProcess.start(run, { stepMs: 0, saveMs: 0 });
  const server = await startServer(run, run.folder('memory'), {}, ['--inspect=127.0.0.1:0']);
  const inspectorUrl = await server.program.logged(/listening on (ws:\S+)/);
  await server.api.addServer({ alias: 'gpu', base_url: simulator.url, max_concurrent_jobs: 4 });
  const rest = (): Promise<MemoryUse> => atRest(() => memoryAtRest(inspectorUrl, server.program.pid));
  await runJobs(server, FEW);
  const after = await rest();
  const seconds = await runJobs(server, many - FEW);
  const later = await rest();
  const jobsPerSecond = (many - FEW) / seconds;
  const words = (key: keyof MemoryUse): string =>
    `after ${FEW}: ${after[key].toFixed(1)} MB; after ${many}: ${later[key].toFixed(1)} MB`;
  return [
    judged(figure('memory/rss', later.rssMb / after.rssMb, 'x', words('rssMb')), { atMost: AIM }),
    judged(figure('memory/heap', later.heapMb / after.heapMb, 'x', words('heapMb')), { atMost: AIM }),
    figure(
      'memory/jobs-run',
      jobsPerSecond,
      'jobs/s',
      'nothing; 64x64 pictures, four at a time on one simulator',
    ),
  ];
}

/** Looks until the heap has stopped falling. */
async function atRest(look: () => Promise<MemoryUse>): Promise<MemoryUse> {
  const endsAt = performance.now() + REST_AT_MOST_MS;
  let least = await look();
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < endsAt; quiet += 1) {
    await pause(LOOK_EVERY_MS);
    const now = await look();
    if (now.heapMb < least.heapMb * 0.99) quiet = -1;
    least = now;
  }
  return least;
}

/** @returns how many seconds all of them took */
async function runJobs({ api, url }: ServerProcess, jobs: number): Promise<number> {
  const startedAt = performance.now();
  const load = {
    path: '/api/v1/generate',
    body: submission(SMALLEST_PARAMS),
    connections: CONNECTIONS,
    status: 202,
  };
  await sendLoad(url, { ...load, until: { requests: jobs } });
  const { jobs: counts } = await api.settled(JOBS_TIMEOUT_MS);
  if (counts.failed) throw new Error(`${counts.failed} jobs failed`);
  return (performance.now() - startedAt) / 1000;
}
