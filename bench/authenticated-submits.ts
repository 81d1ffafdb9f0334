// What it costs to know who submits: submits with a key against submits from the console on loopback, which needs none.
// The same server takes both, in turn.
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median } from './statistics.js';
import { sendLoad } from './support/http-load.js';
import { USUAL_PARAMS, submission } from './support/pictures.js';
import { startServer, type ServerProcess } from './support/server-process.js';

const CONNECTIONS = 32;
const AIM = 0.8;
/** Beyond whatever this machine can send, so that the limiter counts but never refuses. */
const UNLIMITED_PER_MINUTE = 1_000_000;

type Headers = Readonly<Record<string, string>>;

export async function authenticatedSubmits(run: BenchRun): Promise<Entry[]> {
  const roundMs = run.quick ? 1_000 : 2_000;
  const server = await startServer(run, run.folder('authenticated'), {
    QUEUE_ON_START: 'pause',
    QUEUE_MAX_WAITING: '1000000',
  });
  const key = await newKey(server);
  let accepted = 0;
  const submit = async (headers: Headers): Promise<number> => {
    const load = {
      path: '/api/v2/generate',
      body: submission(USUAL_PARAMS),
      headers,
      connections: CONNECTIONS,
      status: 202,
    };
    const { answers, perSecond } = await sendLoad(server.url, { ...load, until: { ms: roundMs } });
    accepted += answers;
    return perSecond;
  };
  // The first round only warms both up.
  await submit(key.headers);
  await submit({});
  const rates = await interleaved(
    run.quick ? 4 : 6,
    () => submit(key.headers),
    () => submit({}),
  );
  await checkOwners(server, key.id, accepted);
  return entries(rates);
}

function entries({ a, b }: { a: number[]; b: number[] }): Entry[] {
  const ratio = median(a.map((rate, round) => rate / (b[round] ?? NaN)));
  const against = `the console on loopback, without a key; ${CONNECTIONS} connections, WAL, synchronous=FULL`;
  return [
    judged(figure('authenticated-submits/ratio', ratio, 'x', against), { atLeast: AIM }),
    figure('authenticated-submits/with-key', median(a), 'jobs/s', 'nothing'),
    figure('authenticated-submits/console', median(b), 'jobs/s', 'nothing'),
  ];
}

async function newKey({ api }: ServerProcess): Promise<{ id: number; headers: Headers }> {
  const limits = { submits_per_minute: UNLIMITED_PER_MINUTE, requests_per_minute: UNLIMITED_PER_MINUTE };
  const made = await api.ok<{ key: string; secret: string; api_key: { id: number } }>(
    'POST',
    '/api/v1/api-keys',
    { name: 'bench', limits },
  );
  return { id: made.api_key.id, headers: { 'X-API-Key': made.key, 'X-API-Secret': made.secret } };
}

/** A key that was not looked at would measure nothing: its jobs are there, and so are the console's. */
async function checkOwners({ api }: ServerProcess, keyId: number, accepted: number): Promise<void> {
  const { jobs } = await api.queue();
  if (jobs.pending !== accepted)
    throw new Error(`${accepted} submits were accepted, but ${jobs.pending} jobs wait`);
  const { jobs: some } = await api.ok<{ jobs: { api_key_id: number | null }[] }>(
    'GET',
    '/api/v1/queue/jobs?limit=500&order=asc',
  );
  // The very first jobs are the key's, from its warm-up.
  if (some[0]?.api_key_id !== keyId)
    throw new Error('The submits with a key were not counted as those of the key');
}
