// Reads a file that is to be imported, and what it says of how it was made: A1111's infotext, or ComfyUI's graph.
import readExif from 'exif-reader';
import sharp from 'sharp';
import { paramsFromInfotext, parseInfotext } from '../../common/infotext.js';
import type { JsonObject } from '../../common/json.js';
import { paramsFromComfyGraph } from '../details/comfyui-graph.js';
import { BadImageError } from '../gallery.errors.js';
import { inspectImage, MAX_BYTES, MAX_PIXELS, type ImageFacts } from '../inspect-image.js';
import { readPngText } from '../png-text.js';
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

const LONGEST_EXIF = 1024 * 1024;

/** @throws BadImageError; the file system's errors */
export async function readPicture(path: string, now: number): Promise<FoundPicture> {
  const { bytes, createdAt } = await readWhole(path, now);
  const facts = await inspectImage(bytes, 'The file');
  const params = facts.infotext
    ? paramsFromInfotext(parseInfotext(facts.infotext))
    : await paramsFromGraph(bytes, facts);
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

async function paramsFromGraph(bytes: Buffer, { extension }: ImageFacts): Promise<JsonObject> {
  const text = extension === 'png' ? readPngText(bytes, 'prompt') : await graphFromExif(bytes);
  return (text && paramsFromComfyGraph(text)) || {};
}

/** ComfyUI has no chunks of its own in JPEG and WebP: it writes `prompt:{…}` into whichever EXIF text is free. */
async function graphFromExif(bytes: Buffer): Promise<string | null> {
  const { exif } = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata();
  if (!exif || exif.length > LONGEST_EXIF) return null;
  try {
    const texts = Object.values(readExif(exif).Image ?? {}).filter((value) => typeof value === 'string');
    const found = texts.find((text) => /^prompt: ?\{/i.test(text));
    return found?.slice(found.indexOf('{')).replace(/\0+$/, '') ?? null;
  } catch {
    // Broken EXIF: the picture itself is fine without its text.
    return null;
  }
}
