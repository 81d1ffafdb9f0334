// Searching and counting facets in a gallery of 100,000 images against one of 1,000, over HTTP as the console asks. Both
// servers run at the same time and are asked in turn; each search has words of its own, so nothing is answered twice.
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median, percentile, timed } from './statistics.js';
import { seedImages } from './support/seed-images.js';
import { startServer } from './support/server-process.js';

const AIM_MS = 50;
const SMALL = 1_000;
const WARM_UP_ROUNDS = 5;

interface Question {
  name: string;
  /** The `round` makes each one another. */
  path: (round: number) => string;
}

const SUBJECTS = ['lighthouse', 'portrait', 'castle', 'forest', 'robot', 'dragon'];
const PLACES = ['coast', 'city', 'desert', 'valley', 'village'];
const MODELS = ['dreamshaper', 'juggernaut', 'realvis', 'flux-dev'];
const subject = (round: number): string => SUBJECTS[round % SUBJECTS.length]!;
const place = (round: number): string => PLACES[Math.floor(round / SUBJECTS.length) % PLACES.length]!;
const model = (round: number): string => MODELS[round % MODELS.length]!;

const QUESTIONS: readonly Question[] = [
  { name: 'list', path: () => 'images?limit=100' },
  { name: 'list-of-model', path: (round) => `images?limit=100&model=${model(round)}` },
  { name: 'list-stacked-by-rating', path: () => 'images?limit=100&stack=bulk&sort=rating' },
  { name: 'search-frequent', path: (round) => `images?limit=100&q=${subject(round)}` },
  { name: 'search-begun-word', path: (round) => `images?limit=100&q=${subject(round).slice(0, 2)}` },
  { name: 'search-words', path: (round) => `images?limit=100&q=${subject(round)}%20${place(round)}%20-fog` },
  {
    name: 'search-phrase',
    path: (round) => `images?limit=100&q=%22${subject(round)}%20in%20a%20${place(round)}%22`,
  },
  { name: 'search-rare', path: (round) => `images?limit=100&q=${round * 7}` },
  { name: 'facets', path: () => 'facets' },
  { name: 'facets-of-model', path: (round) => `facets?model=${model(round)}&rating_min=${1 + (round % 5)}` },
  { name: 'facets-of-search', path: (round) => `facets?q=${subject(round)}` },
  { name: 'timeline', path: () => 'timeline' },
];

type Ask = (path: string) => Promise<unknown>;

export async function gallerySearch(run: BenchRun): Promise<Entry[]> {
  const many = run.quick ? 20_000 : 100_000;
  const large = await gallery(run, many);
  const small = await gallery(run, SMALL);
  const entries: Entry[] = [];
  for (const question of QUESTIONS) entries.push(...(await compare(run, question, { many, large, small })));
  return entries;
}

async function gallery(run: BenchRun, images: number): Promise<Ask> {
  const dataDir = run.folder(`gallery-${images}`);
  await seedImages(dataDir, images);
  const { api } = await startServer(run, dataDir, { STABLEQUEUE_ROLE: 'api', QUEUE_ON_START: 'pause' });
  const { total } = await api.ok<{ total: number }>('GET', '/api/v1/gallery/images?role=any');
  if (total < images * 0.95) throw new Error(`The gallery of ${images} images shows ${total}`);
  return (path) => api.ok('GET', `/api/v1/gallery/${path}`);
}

async function compare(
  run: BenchRun,
  { name, path }: Question,
  { many, large, small }: { many: number; large: Ask; small: Ask },
): Promise<Entry[]> {
  const ask = (gallery: Ask) => (round: number) => timed(() => gallery(path(round)));
  await interleaved(WARM_UP_ROUNDS, ask(large), ask(small));
  const { a, b } = await interleaved(run.quick ? 30 : 100, ask(large), ask(small));
  const against = `${many} images, median ${median(a).toFixed(1)} ms; ${SMALL} images, median ${median(b).toFixed(1)} ms`;
  return [
    judged(figure(`gallery-search/${name}-p95`, percentile(a, 0.95), 'ms', against), { atMost: AIM_MS }),
    figure(`gallery-search/${name}`, median(a) / median(b), 'x', `${many} images against ${SMALL}`),
  ];
}
