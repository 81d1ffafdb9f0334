// From a client's submit to the request at an idle server: one job at a time, its model already loaded.
import { setTimeout as pause } from 'node:timers/promises';
import { EventReader } from '../test/support/event-reader.js';
import { eventually } from '../test/support/eventually.js';
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { median, percentile } from './statistics.js';
import { bareCommit } from './support/bare-commit.js';
import { SMALLEST_PARAMS, submission } from './support/pictures.js';
import { startServer } from './support/server-process.js';
import { SimulatorProcess } from './support/simulator-process.js';

const AIM_MS = 10;
const WARM_UP_ROUNDS = 10;
const JOB_TIMEOUT_MS = 30_000;

/** Sending times by what the simulator's records call the generation. */
type SentAt = Map<string, number>;

export async function dispatchDelay(run: BenchRun): Promise<Entry[]> {
  const rounds = WARM_UP_ROUNDS + (run.quick ? 50 : 100);
  const simulator = await SimulatorProcess.start(run, { stepMs: 5, saveMs: 0 });
  const server = await startServer(run, run.folder('delay'));
  await server.api.addServer({ alias: 'gpu', base_url: simulator.url });
  const events = await EventReader.open(server.url, { query: 'kinds=job.completed,job.failed' });
  run.after(() => events.close());
  const submitted: SentAt = new Map();
  const direct: SentAt = new Map();
  const commit = bareCommit(run);
  const commits: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const sentAt = Date.now();
    const { job_id: id } = await server.api.ok<{ job_id: string }>(
      'POST',
      '/api/v1/generate',
      submission(SMALLEST_PARAMS),
    );
    submitted.set(`task(sq-${id}-1)`, sentAt);
    await eventually(() => events.of('job.completed', id).length > 0, JOB_TIMEOUT_MS, 5);
    await idle(round);
    direct.set(`task(direct-${round})`, Date.now());
    await simulator.generate(SMALLEST_PARAMS, `task(direct-${round})`);
    commits.push(commit());
    await idle(round);
  }
  const arrived = new Map((await simulator.generations()).map((one) => [one.taskId, one.requestedAt]));
  return entries(delays(submitted, arrived), delays(direct, arrived), commits);
}

/** Long enough for everything to come to rest, and never in step with a timer of the server. */
function idle(round: number): Promise<void> {
  return pause(40 + ((round * 17) % 50));
}

/** @throws Error when a submitted job never arrived */
function delays(sent: SentAt, arrived: ReadonlyMap<string, number>): number[] {
  const all = [...sent].map(([task, sentAt]) => {
    const at = arrived.get(task);
    if (at === undefined) throw new Error(`${task} never arrived at the simulator`);
    return at - sentAt;
  });
  return all.slice(WARM_UP_ROUNDS);
}

function entries(queued: number[], direct: number[], commits: number[]): Entry[] {
  const against = `beyond the same POST straight to the simulator, ${median(direct)} ms; ${queued.length} jobs one at a time`;
  return [
    judged(figure('dispatch-delay/p50', median(queued) - median(direct), 'ms', against), { atMost: AIM_MS }),
    figure('dispatch-delay/p95', percentile(queued, 0.95), 'ms', `straight: ${percentile(direct, 0.95)} ms`),
    figure(
      'dispatch-delay/commit-p50',
      median(commits),
      'ms',
      'nothing; one durable commit, of which a job needs three on its way',
    ),
    figure('dispatch-delay/commit-p95', percentile(commits, 0.95), 'ms', 'nothing'),
  ];
}
