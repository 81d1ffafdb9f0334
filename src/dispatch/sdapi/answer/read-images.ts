// The pictures in an answer: base64 text from a server that is not trusted, told apart by where they stand.
import sharp from 'sharp';
import type { JsonObject } from '../../../common/json.js';
import { DispatchError, type OutputFile } from '../../contract/index.js';
import { pictureType } from '../../answers/picture-type.js';
import { numberOf, textOf } from '../../answers/read-json.js';

const MAX_IMAGE_BYTES = 64 * 1024 * 1024;
const MAX_IMAGES = 2_000;
const MAX_INFOTEXT_CHARS = 1_000_000;
const NOT_BASE64 = /[^A-Za-z0-9+/=\r\n]/;

/** Where a picture stands tells what it is: grids come first, then one per seed, then masks and ControlNet maps. */
export function assignRoles(
  files: readonly Buffer[],
  info: JsonObject,
  expectedImages: number,
): OutputFile[] {
  const first = Math.max(0, Math.min(numberOf(info['index_of_first_image']) ?? 0, files.length));
  const seeds = Array.isArray(info['all_seeds']) ? (info['all_seeds'] as unknown[]) : [];
  const infotexts = Array.isArray(info['infotexts']) ? (info['infotexts'] as unknown[]) : [];
  const count = seeds.length > 0 ? seeds.length : expectedImages;
  return files.map((bytes, i): OutputFile => {
    const role = i < first ? 'grid' : i < first + count ? 'image' : 'auxiliary';
    const seed = role === 'image' ? numberOf(seeds[i - first]) : null;
    const infotext = role === 'auxiliary' ? null : textOf(infotexts[i], MAX_INFOTEXT_CHARS);
    return { bytes, role, seed, infotext };
  });
}

/** @throws DispatchError `bad_answer` when anything in the list is no picture */
export function decodeImages(list: unknown): Buffer[] {
  if (!Array.isArray(list)) throw badAnswer('The answer of the server holds no list of images.');
  if (list.length > MAX_IMAGES) throw badAnswer(`The answer of the server holds ${list.length} images.`);
  return list.map((item, index) => decodeImage(item, index));
}

/** Pixels of a picture as its own header tells; a header that cannot be read is a bad answer. */
export async function pictureSize(bytes: Buffer): Promise<{ width: number; height: number }> {
  try {
    const { width, height } = await sharp(bytes, { failOn: 'none' }).metadata();
    return { width, height };
  } catch (error) {
    throw badAnswer('A picture from the server is damaged.', error);
  }
}

function decodeImage(item: unknown, index: number): Buffer {
  if (typeof item !== 'string' || item === '') throw badAnswer(`Image ${index} of the answer is no text.`);
  const data = item.startsWith('data:') ? item.slice(item.indexOf(',') + 1) : item;
  if ((data.length / 4) * 3 > MAX_IMAGE_BYTES)
    throw badAnswer(`Image ${index} of the answer is larger than 64 MB.`);
  if (NOT_BASE64.test(data)) throw badAnswer(`Image ${index} of the answer is no base64.`);
  const bytes = Buffer.from(data, 'base64');
  if (!pictureType(bytes)) throw badAnswer(`Image ${index} of the answer is no PNG, JPEG or WebP.`);
  return bytes;
}

export function badAnswer(message: string, cause?: unknown): DispatchError {
  return new DispatchError('retryable', message, { code: 'bad_answer', cause });
}
