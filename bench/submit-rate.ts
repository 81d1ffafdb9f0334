// How many submits per second reach the disk, against what Express and better-sqlite3 alone can do on this machine.
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median } from './statistics.js';
import { sendLoad } from './support/http-load.js';
import { USUAL_PARAMS, submission } from './support/pictures.js';
import { Program } from './support/program.js';
import { startServer } from './support/server-process.js';

const CONNECTIONS = 32;
const AIM = 0.5;

export async function submitRate(run: BenchRun): Promise<Entry[]> {
  const roundMs = run.quick ? 1_000 : 2_000;
  const server = await startServer(run, run.folder('submits'), {
    QUEUE_ON_START: 'pause',
    QUEUE_MAX_WAITING: '1000000',
  });
  const bare = new Program(run, 'bench/support/bare-server.js', { args: [run.folder('bare')] });
  const bareUrl = await bare.logged(/on (http:\S+)/);
  let accepted = 0;
  const submit = async (url: string): Promise<number> => {
    const load = {
      path: '/api/v1/generate',
      body: submission(USUAL_PARAMS),
      connections: CONNECTIONS,
      status: 202,
    };
    const { answers, perSecond } = await sendLoad(url, { ...load, until: { ms: roundMs } });
    if (url === server.url) accepted += answers;
    return perSecond;
  };
  // The first round only warms both up.
  await submit(server.url);
  await submit(bareUrl);
  const rates = await interleaved(
    run.quick ? 4 : 6,
    () => submit(server.url),
    () => submit(bareUrl),
  );
  const { jobs } = await server.api.queue();
  if (jobs.pending !== accepted)
    throw new Error(`${accepted} submits were accepted, but ${jobs.pending} jobs wait`);
  const ratio = median(rates.a.map((rate, round) => rate / (rates.b[round] ?? NaN)));
  const how = `${CONNECTIONS} connections, WAL, synchronous=FULL`;
  return [
    judged(figure('submit-rate/ratio', ratio, 'x', `a bare Express + better-sqlite3 server; ${how}`), {
      atLeast: AIM,
    }),
    figure(
      'submit-rate/stablequeue',
      median(rates.a),
      'jobs/s',
      `nothing; ${accepted} jobs waiting in the end`,
    ),
    figure('submit-rate/bare', median(rates.b), 'jobs/s', 'nothing'),
  ];
}
