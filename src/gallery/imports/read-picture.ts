// Reads a file that is to be imported, and what it says of how it was made.
import { paramsFromInfotext, parseInfotext } from '../../common/infotext.js';
import type { JsonObject } from '../../common/json.js';
import { BadImageError } from '../gallery.errors.js';
import { inspectImage, MAX_BYTES, type ImageFacts } from '../inspect-image.js';
import { readMadeWithOf } from '../metadata/made-with.js';
import { openPlainFile } from './walk-folder.js';

export interface FoundPicture {
  bytes: Buffer;
  facts: ImageFacts;
  /** Generation parameters as far as the file tells. */
  params: JsonObject;
  seed: number | null;
  /** When the file was made, ISO-8601 in UTC. */
  createdAt: string;
}

/** @throws BadImageError; the file system's errors */
export async function readPicture(path: string, now: number): Promise<FoundPicture> {
  const { bytes, createdAt } = await readWhole(path, now);
  const facts = await inspectImage(bytes, 'The file');
  const params = (await readMadeWithOf(bytes))?.params ?? promptOf(facts);
  const seed = params['seed'];
  return { bytes, facts, params, createdAt, seed: Number.isSafeInteger(seed) ? (seed as number) : null };
}

async function readWhole(path: string, now: number): Promise<{ bytes: Buffer; createdAt: string }> {
  const file = await openPlainFile(path);
  try {
    const { size, mtimeMs, birthtimeMs } = await file.stat();
    if (size > MAX_BYTES) throw new BadImageError(`The file is larger than 64 MiB (${size} bytes).`);
    // A copied file is born anew, a touched one keeps its birth: the earlier one is nearer to the truth.
    const made = birthtimeMs > 0 ? Math.min(mtimeMs, birthtimeMs) : mtimeMs;
    return {
      bytes: await file.readFile(),
      createdAt: new Date(Math.max(0, Math.min(made, now))).toISOString(),
    };
  } finally {
    await file.close();
  }
}

/** An infotext may be a prompt alone, which is worth searching by. */
function promptOf({ infotext }: ImageFacts): JsonObject {
  return infotext ? paramsFromInfotext(parseInfotext(infotext)) : {};
}
