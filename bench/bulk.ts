// A bulk of a thousand jobs in one request, against the same rows (bulk, jobs, events) inserted by better-sqlite3 alone
// in one transaction into the same schema: its indexes, its triggers, the same durability.
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { median, percentile } from './statistics.js';
import { rawInserter, rowsOfBulk } from './support/bulk-rows.js';
import { USUAL_PARAMS } from './support/pictures.js';
import { startServer, type ServerProcess } from './support/server-process.js';

const JOBS = 1_000;
const AIM_MS = 1_000;
const WARM_UP_ROUNDS = 1;

export async function bulk(run: BenchRun): Promise<Entry[]> {
  const rounds = WARM_UP_ROUNDS + (run.quick ? 3 : 10);
  const dataDir = run.folder('bulk');
  const server = await startServer(run, dataDir, { QUEUE_ON_START: 'pause', QUEUE_MAX_WAITING: '1000000' });
  const insert = await rawInserter(run);
  const submits: number[] = [];
  const raws: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { bulkId, ms } = await submitBulk(server, round);
    submits.push(ms);
    raws.push(insert(rowsOfBulk(dataDir, bulkId, JOBS)));
  }
  return entries(submits.slice(WARM_UP_ROUNDS), raws.slice(WARM_UP_ROUNDS));
}

async function submitBulk({ api }: ServerProcess, round: number): Promise<{ bulkId: string; ms: number }> {
  const { prompt, ...params } = USUAL_PARAMS;
  const body = {
    app_type: 'forge',
    source_info: 'bench',
    generation_params: params,
    prompt_list: Array.from({ length: JOBS }, (_, number) => `${prompt}, ${round}-${number}`),
  };
  const startedAt = performance.now();
  const made = await api.ok<{ bulk_job_id: string; total_jobs: number }>(
    'POST',
    '/api/v2/generate/bulk',
    body,
  );
  const ms = performance.now() - startedAt;
  if (made.total_jobs !== JOBS) throw new Error(`The bulk has ${made.total_jobs} jobs, not ${JOBS}`);
  return { bulkId: made.bulk_job_id, ms };
}

function entries(submits: number[], raws: number[]): Entry[] {
  const against = `the request to the last byte of its answer; ${submits.length} bulks of ${JOBS} prompts`;
  const ratio = median(submits.map((ms, round) => ms / (raws[round] ?? NaN)));
  return [
    judged(figure('bulk/time', median(submits), 'ms', against), { atMost: AIM_MS }),
    figure('bulk/time-p90', percentile(submits, 0.9), 'ms', against),
    figure('bulk/ratio', ratio, 'x', `the same rows inserted raw: ${median(raws).toFixed(0)} ms`),
  ];
}
