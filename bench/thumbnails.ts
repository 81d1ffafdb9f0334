// Previews per second, of the two sizes that lists show, against sharp alone making the same two of the same pictures,
// each read from its file and written to one. Both take one picture after the other, as the background does.
import { basename, dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import sharp from 'sharp';
import { eventually } from '../test/support/eventually.js';
import { databasePath } from '../src/database/sqlite-options.js';
import { Thumbnails } from '../src/gallery/thumbnails.js';
import { figure, judged, type BenchRun, type Entry } from './benchmark.js';
import { interleaved, median, timed } from './statistics.js';
import { forgetPreviews, linkPictures } from './support/fill-gallery.js';
import { drawSamples } from './support/sample-pictures.js';
import { seedImages } from './support/seed-images.js';
import { startServer } from './support/server-process.js';

/** Syncing and renaming each file may cost a tenth; decoding once for both sizes wins more. */
const MAKING_AIM = 0.9;
/** The background rests for a fifth of the time, so that nobody who works feels it. */
const BACKGROUND_AIM = 0.7;
const PICTURES = 20;
const SIZES = [512, 256];
/** Of one round in the background, which notes twenty at a time. */
const IMAGES = 100;
const DONE_MS = 300_000;
const LOOK_EVERY_MS = 5;

export async function thumbnails(run: BenchRun): Promise<Entry[]> {
  const pictures = await drawSamples(run.folder('pictures'), PICTURES);
  const alone = () => perSecond(PICTURES, () => sharpAlone(run, pictures));
  const making = await interleaved(
    1 + (run.quick ? 3 : 8),
    () => perSecond(PICTURES, () => prepareAll(run, pictures)),
    alone,
  );
  const background = await interleaved(1 + (run.quick ? 2 : 5), () => inTheBackground(run, pictures), alone);
  return [against('making', making, MAKING_AIM), against('background', background, BACKGROUND_AIM)];
}

/** The first round warms up. */
function against(name: string, { a, b }: { a: number[]; b: number[] }, aim: number): Entry {
  const [ours, bare] = [median(a.slice(1)), median(b.slice(1))];
  const words = `${ours.toFixed(1)} pictures/s; sharp alone: ${bare.toFixed(1)} pictures/s`;
  return judged(figure(`thumbnails/${name}`, ours / bare, 'x', words), { atLeast: aim });
}

async function perSecond(pictures: number, action: () => Promise<unknown>): Promise<number> {
  return pictures / ((await timed(action)) / 1_000);
}

async function prepareAll(run: BenchRun, pictures: readonly string[]): Promise<void> {
  const kept = new Thumbnails(run.folder('thumbnails'));
  for (const [number, path] of pictures.entries())
    await kept.prepare(
      { sha256: `${number}`.padStart(2, '0'), filename: path },
      { root: dirname(path), path: basename(path) },
    );
}

async function sharpAlone(run: BenchRun, pictures: readonly string[]): Promise<void> {
  const folder = run.folder('sharp');
  for (const [number, path] of pictures.entries())
    for (const size of SIZES)
      await sharp(path)
        .resize({ width: size, height: size, fit: 'inside' })
        .webp({ quality: 80 })
        .toFile(join(folder, `${number}-${size}.webp`));
}

/** @returns pictures a second of a server that finds a gallery without previews, from its first ones to its last */
async function inTheBackground(run: BenchRun, pictures: readonly string[]): Promise<number> {
  const dataDir = run.folder('background');
  await seedImages(dataDir, IMAGES);
  linkPictures(dataDir, IMAGES, pictures);
  forgetPreviews(dataDir);
  const server = await startServer(run, dataDir, { STABLEQUEUE_ROLE: 'api', QUEUE_ON_START: 'pause' });
  const database = new BetterSqlite3(databasePath({ dataDir }), { readonly: true });
  try {
    const count = database.prepare(`SELECT count(*) FROM images WHERE previews = 'made'`).pluck();
    const made = (wanted: number): Promise<number> =>
      eventually(() => atLeast(count.get() as number, wanted), DONE_MS, LOOK_EVERY_MS);
    const first = await made(1);
    return await perSecond(IMAGES - first, () => made(IMAGES));
  } finally {
    database.close();
    await server.stop();
  }
}

const atLeast = (value: number, wanted: number): number | undefined => (value >= wanted ? value : undefined);
