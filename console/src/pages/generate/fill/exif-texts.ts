// Texts in EXIF data, as JPEG and WebP carry it: the web UIs write their infotext into UserComment, ComfyUI writes
// `prompt:{…}` into tags that are meant for the camera's maker and model.
import { ascii, latin1, startsWith, utf8, viewOf } from './bytes';

const EXIF_IFD = 0x8769;
const USER_COMMENT = 0x9286;
const MOST_ENTRIES = 200;

/** The EXIF block of a JPEG or WebP; null without one. */
export function exifOf(bytes: Uint8Array): Uint8Array | null {
  if (startsWith(bytes, [0xff, 0xd8])) return exifOfJpeg(bytes);
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return exifOfWebp(bytes);
  return null;
}

function exifOfJpeg(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    // The picture itself begins; what comes after it is no header.
    if (marker === 0xda || marker === 0xd9) return null;
    const length = view.getUint16(at + 2);
    if (marker === 0xe1 && ascii(bytes, at + 4, 4) === 'Exif')
      return bytes.subarray(at + 10, at + 2 + length);
    at += 2 + length;
  }
  return null;
}

function exifOfWebp(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  let at = 12;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at + 4, true);
    if (ascii(bytes, at, 4) === 'EXIF') {
      const block = bytes.subarray(at + 8, at + 8 + length);
      return ascii(block, 0, 4) === 'Exif' ? block.subarray(6) : block;
    }
    at += 8 + length + (length % 2);
  }
  return null;
}

export interface ExifTexts {
  userComment: string | null;
  /** Every other text. */
  others: string[];
}

export function exifTexts(exif: Uint8Array): ExifTexts {
  const texts: ExifTexts = { userComment: null, others: [] };
  const order = ascii(exif, 0, 2);
  if (exif.length < 8 || (order !== 'II' && order !== 'MM')) return texts;
  const view = viewOf(exif);
  const little = order === 'II';
  readDirectory({ exif, view, little }, view.getUint32(4, little), texts, 0);
  return texts;
}

interface Source {
  exif: Uint8Array;
  view: DataView;
  little: boolean;
}

function readDirectory(source: Source, at: number, texts: ExifTexts, depth: number): void {
  const { exif, view, little } = source;
  if (depth > 2 || at + 2 > exif.length) return;
  const count = Math.min(view.getUint16(at, little), MOST_ENTRIES);
  for (let index = 0; index < count; index += 1) {
    const entry = at + 2 + index * 12;
    if (entry + 12 > exif.length) return;
    const tag = view.getUint16(entry, little);
    if (tag === EXIF_IFD) readDirectory(source, view.getUint32(entry + 8, little), texts, depth + 1);
    else readEntry(source, entry, tag, texts);
  }
}

const BYTES_OF: Record<number, number> = { 1: 1, 2: 1, 7: 1 };

function readEntry({ exif, view, little }: Source, entry: number, tag: number, texts: ExifTexts): void {
  const size = BYTES_OF[view.getUint16(entry + 2, little)];
  if (size === undefined) return;
  const length = view.getUint32(entry + 4, little) * size;
  const from = length <= 4 ? entry + 8 : view.getUint32(entry + 8, little);
  if (from + length > exif.length) return;
  const bytes = exif.subarray(from, from + length);
  if (tag === USER_COMMENT) texts.userComment = readComment(bytes);
  else texts.others.push(utf8(bytes).replace(/\0+$/, ''));
}

/** Eight bytes name the encoding. Most write UTF-16 with the high byte first, whatever the file's order is. */
function readComment(bytes: Uint8Array): string {
  const code = ascii(bytes, 0, 8);
  const rest = bytes.subarray(8);
  if (code.startsWith('UNICODE')) return utf16(rest);
  if (code.startsWith('ASCII')) return latin1(rest).replace(/\0+$/, '');
  return utf8(code.startsWith('\0') ? rest : bytes).replace(/\0+$/, '');
}

function utf16(bytes: Uint8Array): string {
  const zeros = [0, 1].map((odd) => bytes.filter((byte, index) => byte === 0 && index % 2 === odd).length);
  const label = zeros[0]! >= zeros[1]! ? 'utf-16be' : 'utf-16le';
  return new TextDecoder(label).decode(bytes).replace(/\0+$/, '');
}
