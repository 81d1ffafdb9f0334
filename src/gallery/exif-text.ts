// Reads the texts of EXIF data, where JPEG and WebP files say how they were made: A1111 and Forge write the infotext into
// UserComment, ComfyUI its graph into whichever text is free. By hand and with bounds, because files may be hostile: a
// small block can name its own bytes thousands of times, and who unpacks all of them runs out of memory.

export interface ExifTexts {
  userComment: string | null;
  /** Every other text. */
  others: string[];
}

interface Block {
  bytes: Buffer;
  u16: (at: number) => number;
  u32: (at: number) => number;
}

interface Entry {
  tag: number;
  type: number;
  length: number;
  /** Where its value stands, or the offset of it. */
  at: number;
}

const MAX_EXIF_BYTES = 1024 * 1024;
const MAX_ENTRIES = 200;
const EXIF_IFD = 0x8769;
const USER_COMMENT = 0x9286;
/** BYTE, ASCII, UNDEFINED: the types of which one value is one byte. */
const TEXT_TYPES = new Set([1, 2, 7]);

/** The texts in `exif`, as sharp's metadata gives it; what is broken is left out. */
export function readExifTexts(exif: Buffer | undefined): ExifTexts {
  const texts: ExifTexts = { userComment: null, others: [] };
  const block = exif && exif.length <= MAX_EXIF_BYTES ? blockOf(exif) : null;
  if (!block) return texts;
  // Texts of an honest block do not share bytes.
  let left = block.bytes.length;
  for (const entry of allEntries(block)) {
    const value = valueOf(block, entry);
    if (!value || (left -= value.length) < 0) continue;
    if (entry.tag === USER_COMMENT) texts.userComment ??= decodeComment(value);
    else texts.others.push(withoutEnd(value.toString('utf8')));
  }
  return { ...texts, others: texts.others.filter((text) => text !== '') };
}

/** From its byte order on; some writers leave out the name in front. */
function blockOf(exif: Buffer): Block | null {
  const bytes = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
  const order = bytes.toString('latin1', 0, 2);
  if (bytes.length < 8 || (order !== 'II' && order !== 'MM')) return null;
  return order === 'II'
    ? { bytes, u16: (at) => bytes.readUInt16LE(at), u32: (at) => bytes.readUInt32LE(at) }
    : { bytes, u16: (at) => bytes.readUInt16BE(at), u32: (at) => bytes.readUInt32BE(at) };
}

/** Of the picture, and of the directory with the comment, to which one of them points. */
function allEntries(block: Block): Entry[] {
  const ofPicture = entriesAt(block, block.u32(4));
  const pointer = ofPicture.find(({ tag }) => tag === EXIF_IFD);
  return pointer ? [...ofPicture, ...entriesAt(block, block.u32(pointer.at))] : ofPicture;
}

function entriesAt({ bytes, u16, u32 }: Block, directory: number): Entry[] {
  if (directory + 2 > bytes.length) return [];
  const most = Math.floor((bytes.length - directory - 2) / 12);
  const count = Math.min(u16(directory), most, MAX_ENTRIES);
  return Array.from({ length: count }, (_, index) => {
    const entry = directory + 2 + index * 12;
    return { tag: u16(entry), type: u16(entry + 2), length: u32(entry + 4), at: entry + 8 };
  });
}

function valueOf({ bytes, u32 }: Block, { type, length, at }: Entry): Buffer | null {
  if (!TEXT_TYPES.has(type)) return null;
  const from = length <= 4 ? at : u32(at);
  return from + length <= bytes.length ? bytes.subarray(from, from + length) : null;
}

/** 8 bytes name the encoding, the text follows; some writers leave them out. */
function decodeComment(comment: Buffer): string | null {
  const encoding = comment.toString('latin1', 0, 8);
  const text = comment.subarray(8);
  if (encoding.startsWith('UNICODE')) return withoutEnd(decodeUtf16(text)) || null;
  const isNamed = /^(ASCII|JIS)?\0/.test(encoding);
  return withoutEnd((isNamed ? text : comment).toString('utf8')) || null;
}

/** piexif writes big-endian whatever the file's byte order, other tools little-endian. */
function decodeUtf16(text: Buffer): string {
  const even = text.subarray(0, text.length & ~1);
  const decoded = isBigEndian(even) ? Buffer.from(even).swap16() : even;
  return decoded.toString('utf16le').replace(/^\ufeff/, '');
}

/** Most of an infotext is ASCII, whose high bytes are 0; the low byte of a letter can be (U+4E00). */
function isBigEndian(text: Buffer): boolean {
  if (text[0] === 0xfe && text[1] === 0xff) return true;
  if (text[0] === 0xff && text[1] === 0xfe) return false;
  const zeros = [0, 0];
  for (const [at, byte] of text.entries()) if (byte === 0) zeros[at % 2]! += 1;
  return zeros[0]! >= zeros[1]!;
}

function withoutEnd(text: string): string {
  return text.replace(/\0+$/, '');
}
