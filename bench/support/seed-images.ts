// Fills a data folder with images, rows only, through the real schema: its triggers make the text index. With
// `withFiles` each also has a file, the smallest there is. Only for a folder that no server runs in.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { databasePath } from '../../src/database/sqlite-options.js';
import { createSchema } from './seed-jobs.js';
import { seededImage } from './seeded-image.js';
import { SMALLEST_PNG } from './smallest-png.js';

const PER_TRANSACTION = 5_000;
const HISTORY_MS = 700 * 24 * 3600_000;
const SEED = 20_261_120;

export async function seedImages(dataDir: string, images: number, withFiles = false): Promise<void> {
  await createSchema(dataDir);
  const database = new BetterSqlite3(databasePath({ dataDir }));
  try {
    // Nobody trusts this file before it is complete.
    database.pragma('synchronous = OFF');
    database.pragma('cache_size = -128000');
    insertAll(database, images, withFiles ? dataDir : null);
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

function insertAll(database: BetterSqlite3.Database, images: number, filesOf: string | null): void {
  const random = randomFrom(SEED);
  const now = Date.now();
  const names = Object.keys(seededImage(0, now, random).image);
  const insert = database.prepare(
    `INSERT INTO images (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
  );
  const tag = database.prepare(`INSERT INTO image_tags (image_id, tag) VALUES (?, ?)`);
  const insertRange = database.transaction((from: number, to: number) => {
    for (let number = from; number < to; number += 1) {
      const { image, tags } = seededImage(number, now - ((images - number) / images) * HISTORY_MS, random);
      const { lastInsertRowid } = insert.run(image);
      for (const name of tags) tag.run(lastInsertRowid, name);
      if (filesOf) writeFile(join(filesOf, 'outputs', String(image['relative_path'])));
    }
  });
  for (let from = 0; from < images; from += PER_TRANSACTION)
    insertRange(from, Math.min(images, from + PER_TRANSACTION));
}

function writeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, SMALLEST_PNG);
}

/** The same numbers in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
