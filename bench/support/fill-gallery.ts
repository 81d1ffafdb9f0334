// Gives the newest images of a seeded gallery their files: hard links to a few pictures, as nothing that is measured here
// cares whether many are alike. Only for a folder that no server runs in.
import { linkSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { databasePath } from '../../src/database/sqlite-options.js';
import { thumbnailPath, Thumbnails, type PreviewSize } from '../../src/gallery/thumbnails.js';

/** What lists show. */
const SIZES: readonly PreviewSize[] = [256, 512];

interface NewestImage {
  relative_path: string;
  sha256: string;
}

/** `pictures` are PNG files on the disk of the data folder. */
export function linkPictures(dataDir: string, images: number, pictures: readonly string[]): void {
  for (const [at, { relative_path }] of newest(dataDir, images).entries())
    link(pictures[at % pictures.length]!, join(dataDir, 'outputs', relative_path));
}

/** As the background makes them. */
export async function linkPreviews(
  dataDir: string,
  images: number,
  pictures: readonly string[],
): Promise<void> {
  const root = join(dataDir, 'thumbnails');
  const thumbnails = new Thumbnails(root);
  const samples = pictures.map((path, number) => ({ path, sha256: `sample-${number}` }));
  for (const { path, sha256 } of samples)
    await thumbnails.prepare({ sha256, filename: path }, { root: dirname(path), path: basename(path) });
  for (const [at, { sha256 }] of newest(dataDir, images).entries())
    for (const size of SIZES)
      link(
        join(root, thumbnailPath(samples[at % samples.length]!.sha256, size)),
        join(root, thumbnailPath(sha256, size)),
      );
}

/** Of all images, so that a server that starts makes them. */
export function forgetPreviews(dataDir: string): void {
  const database = new BetterSqlite3(databasePath({ dataDir }));
  database.exec(`UPDATE images SET previews = 'wanted'`);
  database.close();
}

function newest(dataDir: string, images: number): NewestImage[] {
  const database = new BetterSqlite3(databasePath({ dataDir }), { readonly: true });
  try {
    return database
      .prepare<unknown[], NewestImage>('SELECT relative_path, sha256 FROM images ORDER BY id DESC LIMIT ?')
      .all(images);
  } finally {
    database.close();
  }
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  linkSync(from, to);
}
