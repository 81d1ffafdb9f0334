// What a text or a picture says of how it was made: A1111's infotext, or ComfyUI's graph. For pictures that are imported
// and for whoever asks of one; what a picture of a job says is read by `inspect-image.ts`.
import sharp from 'sharp';
import { paramsFromInfotext, parseInfotext } from '../../common/infotext.js';
import type { JsonObject } from '../../common/json.js';
import { paramsFromComfyGraph } from '../../common/comfyui-graph.js';
import { readExifTexts } from '../exif-text.js';
import { MAX_PIXELS } from '../inspect-image.js';
import { readPngText } from '../png-text.js';
import { sniffPicture } from '../sniff-file.js';

export interface MadeWith {
  /** Under the names of the WebUI's API; only what is said. */
  params: JsonObject;
  source: 'a1111' | 'comfyui';
}

/** In the order in which they are believed. */
const PNG_KEYWORDS = ['parameters', 'prompt', 'UserComment'];

/** Null when it names no parameters: a prompt alone says nothing. */
export function readMadeWith(text: string): MadeWith | null {
  const graph = paramsFromComfyGraph(text);
  if (graph) return { params: graph, source: 'comfyui' };
  const parsed = parseInfotext(text);
  if (!Object.keys(parsed.settings).length) return null;
  return { params: paramsFromInfotext(parsed), source: 'a1111' };
}

/** Of a PNG, JPEG or WebP file, even of one that is cut off; null when nothing in it says so, and for other files. */
export async function readMadeWithOf(picture: Buffer): Promise<MadeWith | null> {
  for (const text of await textsIn(picture)) {
    const found = readMadeWith(text);
    if (found) return found;
  }
  return null;
}

async function textsIn(picture: Buffer): Promise<string[]> {
  const format = sniffPicture(picture);
  if (!format || format === 'gif') return [];
  if (format === 'png')
    return PNG_KEYWORDS.map((keyword) => readPngText(picture, keyword)).filter((text) => text !== null);
  const { userComment, others } = readExifTexts(await exifOf(picture));
  // ComfyUI has no place of its own in EXIF: it writes `prompt:{…}` into texts that are meant for the camera.
  const texts = others.map((text) => text.replace(/^prompt: ?(?=\{)/i, ''));
  return userComment === null ? texts : [userComment, ...texts];
}

async function exifOf(picture: Buffer): Promise<Buffer | undefined> {
  try {
    return (await sharp(picture, { limitInputPixels: MAX_PIXELS }).metadata()).exif;
  } catch {
    // Broken, or too large to be looked at: it says nothing then.
    return undefined;
  }
}
