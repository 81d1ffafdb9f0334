// A page of 50 jobs out of many against the same page out of 100, over HTTP as a client gets it. Both tables hold the
// same kinds of jobs in the same shares, so every page shows 50 alike jobs.
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median, timed } from './statistics.js';
import { startServer } from './support/server-process.js';

const AIM = 1.3;
const SMALL = 100;
const PAGE = 50;
const WARM_UP_ROUNDS = 5;

interface Page {
  name: string;
  query: string;
  /** Jobs of every hundred that the query leaves. */
  share: number;
}

const PAGES: readonly Page[] = [
  { name: 'all', query: '', share: 100 },
  { name: 'status', query: '&status=completed', share: 60 },
  { name: 'app_type', query: '&app_type=forge', share: 70 },
  { name: 'server', query: '&server=gpu1', share: 60 },
  { name: 'source', query: '&source=bench_client_v1', share: 60 },
];

interface Lister {
  jobs: number;
  get: (query: string, offset: number) => Promise<{ total: number; jobs: unknown[] }>;
}

export async function listPages(run: BenchRun): Promise<Entry[]> {
  const large = await lister(run, run.quick ? 20_000 : 100_000);
  const small = await lister(run, SMALL);
  const entries: Entry[] = [];
  for (const page of PAGES) {
    entries.push(await compare(run, page, 'first', large, small));
    entries.push(await compare(run, page, 'deep', large, small));
  }
  return entries;
}

/** Both run at the same time and are asked in turn. */
async function lister(run: BenchRun, jobs: number): Promise<Lister> {
  const { api } = await startServer(run, await run.seeded(jobs), {
    STABLEQUEUE_ROLE: 'api',
    QUEUE_ON_START: 'pause',
  });
  return {
    jobs,
    get: (query, offset) => api.ok('GET', `/api/v1/queue/jobs?limit=${PAGE}&offset=${offset}${query}`),
  };
}

async function compare(
  run: BenchRun,
  page: Page,
  depth: 'first' | 'deep',
  large: Lister,
  small: Lister,
): Promise<Entry> {
  const ask = async ({ jobs, get }: Lister): Promise<number> => {
    const matching = (jobs * page.share) / 100;
    // The small table's last full page, and nine tenths down the large one.
    const deepest = jobs === SMALL ? matching - PAGE : matching * 0.9;
    let answer: { total: number; jobs: unknown[] } | undefined;
    const ms = await timed(async () => (answer = await get(page.query, depth === 'deep' ? deepest : 0)));
    if (answer?.total !== matching || answer.jobs.length !== PAGE) {
      throw new Error(
        `${page.name} of ${jobs}: ${answer?.jobs.length} jobs of ${answer?.total}, not ${PAGE} of ${matching}`,
      );
    }
    return ms;
  };
  await interleaved(
    WARM_UP_ROUNDS,
    () => ask(large),
    () => ask(small),
  );
  const { a, b } = await interleaved(
    run.quick ? 30 : 100,
    () => ask(large),
    () => ask(small),
  );
  const against = `out of ${SMALL}: ${median(b).toFixed(2)} ms; out of ${large.jobs}: ${median(a).toFixed(2)} ms`;
  return judged(figure(`list-pages/${page.name}-${depth}`, median(a) / median(b), 'x', against), {
    atMost: AIM,
  });
}
