// From the start of the process to the first 200 of /health/ready, with a long history against an empty database. The
// aim of 1.5 is where a person who restarts a full queue would begin to notice.
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median, timed } from './statistics.js';
import { createSchema } from './support/seed-jobs.js';
import { startServer, type ServerProcess } from './support/server-process.js';

const AIM = 1.5;

export async function startUp(run: BenchRun): Promise<Entry[]> {
  const jobs = run.quick ? 20_000 : 100_000;
  const full = await run.seeded(jobs);
  const empty = run.folder('start-up');
  await createSchema(empty);
  const start = async (dataDir: string): Promise<number> => {
    let server: ServerProcess | undefined;
    const ms = await timed(async () => (server = await startServer(run, dataDir)));
    await server?.stop();
    return ms;
  };
  // The first start reads the program from the disk.
  await start(empty);
  const { a, b } = await interleaved(
    run.quick ? 3 : 7,
    () => start(full),
    () => start(empty),
  );
  const against = `an empty database: ${median(b).toFixed(0)} ms; with ${jobs} jobs: ${median(a).toFixed(0)} ms`;
  return [judged(figure('start-up/ratio', median(a) / median(b), 'x', against), { atMost: AIM })];
}
