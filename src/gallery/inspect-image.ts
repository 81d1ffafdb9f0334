// Finds out what picture a server really sent. Bytes are looked at, never changed; only PNG, JPEG, WebP and GIF are
// pictures here.
import { webcrypto } from 'node:crypto';
import sharp, { type Metadata } from 'sharp';
import { errorText } from '../common/errors.js';
import { isJsonObject, parseJson } from '../common/json.js';
import { readExifTexts } from './exif-text.js';
import { BadImageError } from './gallery.errors.js';
import { isPngComplete, readPngText } from './png-text.js';
import { mediaTypeOf, sniffPicture, type PictureExtension } from './sniff-file.js';

/** What can be told from the bytes alone. */
export interface FileFacts {
  extension: string;
  mediaType: string;
  /** Pixels; 0 for what is no picture. */
  width: number;
  height: number;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
  /** Infotext that the file carries; null where there is none. */
  infotext: string | null;
}

export interface ImageFacts extends FileFacts {
  extension: PictureExtension;
}

/** sharp's own default, written down: 16383 × 16383. */
export const MAX_PIXELS = 268_402_689;
export const MAX_BYTES = 64 * 1024 * 1024;
const SHARP_FORMATS: Record<PictureExtension, string> = { png: 'png', jpg: 'jpeg', webp: 'webp', gif: 'gif' };

/** @throws BadImageError with a sentence; `what` names the image in it ("Image 2") */
export async function inspectImage(bytes: Buffer, what: string): Promise<ImageFacts> {
  if (bytes.length > MAX_BYTES)
    throw new BadImageError(`${what} is larger than 64 MiB (${bytes.length} bytes).`);
  const extension = sniffPicture(bytes);
  if (!extension)
    throw new BadImageError(
      `${what} is no PNG, JPEG, WebP or GIF file; it begins with "${beginning(bytes)}".`,
    );
  if (!isComplete(bytes, extension))
    throw new BadImageError(`${what} is cut off after ${bytes.length} bytes.`);
  const metadata = await readMetadata(bytes, extension, what);
  return {
    extension,
    mediaType: mediaTypeOf(extension),
    width: metadata.width,
    height: metadata.height,
    bytes: bytes.length,
    sha256: await sha256Of(bytes),
    infotext: infotextOnly(
      extension === 'png' ? readPngText(bytes, 'parameters') : readExifTexts(metadata.exif).userComment,
    ),
  };
}

/** sharp's metadata reads only the head; a file that was cut off on its way shows at its end. */
function isComplete(bytes: Buffer, extension: PictureExtension): boolean {
  if (extension === 'png') return isPngComplete(bytes);
  if (extension === 'gif') return bytes.at(-1) === 0x3b;
  if (extension === 'webp') return bytes.readUInt32LE(4) + 8 <= bytes.length;
  return bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > 0;
}

async function readMetadata(bytes: Buffer, extension: PictureExtension, what: string): Promise<Metadata> {
  const metadata = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
    .metadata()
    .catch((error: unknown) => {
      throw new BadImageError(`${what} cannot be read as a picture: ${errorText(error)}.`, { cause: error });
    });
  if (metadata.format !== SHARP_FORMATS[extension] || !(metadata.width > 0) || !(metadata.height > 0)) {
    throw new BadImageError(`${what} is not the ${extension} picture that it begins as.`);
  }
  return metadata;
}

/** In the thread pool: hashing 64 MiB here would hold up every other request. */
export async function sha256Of(bytes: Buffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

/** Fooocus and SwarmUI write JSON under the same key. */
function infotextOnly(text: string | null): string | null {
  const trimmed = text?.trim();
  return !trimmed || isJsonObject(parseJson(trimmed)) ? null : trimmed;
}

function beginning(bytes: Buffer): string {
  return bytes.toString('latin1', 0, 12).replace(/[^ -~]/g, '.');
}
