// Reads the EXIF UserComment, where A1111 and Forge put the infotext of JPEG and WebP files.
import readExif from 'exif-reader';

const MAX_EXIF_BYTES = 1024 * 1024;

/** The comment in `exif` (as sharp's metadata gives it); null if there is none that can be read. */
export function readUserComment(exif: Buffer | undefined): string | null {
  if (!exif || exif.length > MAX_EXIF_BYTES) return null;
  let comment: unknown;
  try {
    comment = readExif(exif).Photo?.UserComment;
  } catch {
    // Broken EXIF: the picture itself is fine without its text.
    return null;
  }
  if (typeof comment === 'string') return comment || null;
  return Buffer.isBuffer(comment) ? decodeComment(comment) : null;
}

/** 8 bytes name the encoding, the text follows. */
function decodeComment(comment: Buffer): string | null {
  const encoding = comment.toString('latin1', 0, 8);
  const text = comment.subarray(8);
  const decoded = encoding === 'UNICODE\0' ? decodeUtf16(text) : text.toString('utf8');
  return decoded.replace(/\0+$/, '') || null;
}

/** piexif writes big-endian whatever the file's byte order, other tools little-endian: an ASCII letter tells. */
function decodeUtf16(text: Buffer): string {
  const even = text.subarray(0, text.length & ~1);
  return isBigEndian(even)
    ? Buffer.from(even)
        .swap16()
        .toString('utf16le')
        .replace(/^\ufeff/, '')
    : even.toString('utf16le').replace(/^\ufeff/, '');
}

function isBigEndian(text: Buffer): boolean {
  if (text[0] === 0xfe && text[1] === 0xff) return true;
  if (text[0] === 0xff && text[1] === 0xfe) return false;
  for (let at = 0; at + 1 < text.length; at += 2) {
    if (text[at] === 0 && text[at + 1] !== 0) return true;
    if (text[at] !== 0 && text[at + 1] === 0) return false;
  }
  return true;
}
