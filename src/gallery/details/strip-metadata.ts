// A copy of a picture's file without its metadata: what is not needed to show it is left out, the compressed picture
// itself is copied as it is. So no pixel changes, in no format. What somebody has hidden in the pixels stays.
import { BadImageError } from '../gallery.errors.js';

const PNG_HEAD = 8;
/** What decides how a PNG looks; everything else (texts, EXIF, times, unknown chunks) goes. */
const PNG_KEPT = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'bKGD', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT'],
]);
const WEBP_DROPPED = new Set(['EXIF', 'XMP ']);
const WEBP_FLAGS_DROPPED = 0x08 | 0x04;
const [SOI, EOI, SOS, APP0, APP2, APP14, APP15, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe2, 0xee, 0xef, 0xfe];

/** @throws BadImageError for a file that cannot be taken apart */
export function stripMetadata(bytes: Buffer, mediaType: string): Buffer {
  try {
    if (mediaType === 'image/png') return stripPng(bytes);
    if (mediaType === 'image/webp') return stripWebp(bytes);
    return stripJpeg(bytes);
  } catch (error) {
    throw new BadImageError('The file is damaged.', { cause: error });
  }
}

function stripPng(bytes: Buffer): Buffer {
  const parts = [bytes.subarray(0, PNG_HEAD)];
  for (let offset = PNG_HEAD; ;) {
    const type = bytes.toString('latin1', offset + 4, offset + 8);
    const end = offset + 12 + bytes.readUInt32BE(offset);
    if (end > bytes.length) throw new RangeError('a chunk is cut off');
    if (PNG_KEPT.has(type)) parts.push(bytes.subarray(offset, end));
    if (type === 'IEND') return Buffer.concat(parts);
    offset = end;
  }
}

function stripWebp(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  const length = Math.min(bytes.length, bytes.readUInt32LE(4) + 8);
  for (let offset = 12; offset + 8 <= length;) {
    const type = bytes.toString('latin1', offset, offset + 4);
    const size = bytes.readUInt32LE(offset + 4);
    const end = offset + 8 + size + (size % 2);
    if (offset + 8 + size > length) throw new RangeError('a chunk is cut off');
    if (!WEBP_DROPPED.has(type))
      parts.push(type === 'VP8X' ? plainHead(bytes, offset, end) : bytes.subarray(offset, end));
    offset = end;
  }
  const body = Buffer.concat(parts);
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

/** The head of an extended WebP says which chunks follow. */
function plainHead(bytes: Buffer, from: number, to: number): Buffer {
  const head = Buffer.from(bytes.subarray(from, to));
  head[8] = head[8]! & ~WEBP_FLAGS_DROPPED;
  return head;
}

/** Keeps JFIF, the colour profile and Adobe's colour transform; of EXIF only how the picture is turned. */
function stripJpeg(bytes: Buffer): Buffer {
  const parts = [bytes.subarray(0, 2)];
  let turned: Buffer | null = null;
  for (let offset = 2; ;) {
    const marker = bytes[offset + 1];
    if (bytes[offset] !== 0xff || marker === undefined) throw new RangeError('no segment');
    if (marker === EOI) return Buffer.concat([...parts, bytes.subarray(offset, offset + 2)]);
    if (marker === 0xff || marker === SOI) {
      offset += 1;
      continue;
    }
    let end = offset + 2 + bytes.readUInt16BE(offset + 2);
    if (marker === SOS) end = endOfScan(bytes, end);
    const segment = bytes.subarray(offset, end);
    if (marker === 0xe1 && !turned && (turned = orientationOf(segment))) parts.push(turned);
    const isApp = marker >= APP0 && marker <= APP15;
    const isKept = !isApp || [APP0, APP2, APP14].includes(marker);
    if (isKept && marker !== COM) parts.push(segment);
    offset = end;
  }
}

/** Compressed data runs to the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (
    let at = bytes.indexOf(0xff, from);
    at >= 0 && at + 1 < bytes.length;
    at = bytes.indexOf(0xff, at + 1)
  ) {
    const next = bytes[at + 1]!;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new RangeError('the picture is cut off');
}

/** An EXIF segment with the orientation alone; null where the picture lies as it is stored. */
function orientationOf(segment: Buffer): Buffer | null {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0') return null;
  const tiff = segment.subarray(10);
  const little = tiff.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number): number => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (tiff.length < 8) return null;
  const start = u32(4);
  for (let entry = 0; start + 2 <= tiff.length && entry < u16(start); entry += 1) {
    const at = start + 2 + entry * 12;
    if (at + 12 > tiff.length) return null;
    const value = u16(at) === 0x0112 ? u16(at + 8) : 1;
    if (value > 1 && value <= 8) return exifWithOrientation(value);
  }
  return null;
}

function exifWithOrientation(value: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(value, 18);
  const payload = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, payload.length + 2]);
  return Buffer.concat([head, payload]);
}
