// Reads PNG text chunks with bounds on everything, because the file came from a server that may be hostile.
import { inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_CHUNKS = 200_000;
const MAX_TEXT_BYTES = 1024 * 1024;
/** Of one keyword: a file can hold a bomb in each of thousands of chunks. */
const MAX_UNREADABLE = 10;

interface Chunk {
  type: string;
  data: Buffer;
}

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(SIGNATURE);
}

/** False for a file that was cut off: it lacks its end chunk. */
export function isPngComplete(bytes: Buffer): boolean {
  for (const chunk of chunksOf(bytes)) if (chunk.type === 'IEND') return true;
  return false;
}

/**
 * The text under `keyword` ("parameters" for A1111 and Forge), from tEXt, zTXt or iTXt; null if there is none, or
 * none within 1 MiB. The first readable one counts.
 */
export function readPngText(bytes: Buffer, keyword: string): string | null {
  let unreadable = 0;
  for (const chunk of chunksOf(bytes)) {
    const content = chunk.data.length <= MAX_TEXT_BYTES ? contentOf(chunk, keyword) : null;
    if (!content) continue;
    const text = readContent(chunk.type, content);
    if (text !== null) return text;
    if (++unreadable === MAX_UNREADABLE) return null;
  }
  return null;
}

function* chunksOf(bytes: Buffer): Generator<Chunk> {
  let offset = SIGNATURE.length;
  for (let count = 0; count < MAX_CHUNKS && offset + 12 <= bytes.length; count += 1) {
    const length = bytes.readUInt32BE(offset);
    const end = offset + 12 + length;
    if (end > bytes.length) return;
    yield {
      type: bytes.toString('latin1', offset + 4, offset + 8),
      data: bytes.subarray(offset + 8, end - 4),
    };
    offset = end;
  }
}

/** What follows the keyword; null for any other chunk. */
function contentOf({ type, data }: Chunk, keyword: string): Buffer | null {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return null;
  const end = data.indexOf(0);
  return end > 0 && data.toString('latin1', 0, end) === keyword ? data.subarray(end + 1) : null;
}

function readContent(type: string, content: Buffer): string | null {
  if (type === 'tEXt') return decode(content);
  return type === 'zTXt' ? decode(inflate(content.subarray(1))) : readInternational(content);
}

/** After the keyword: compression flag, method, language\0, translated keyword\0, UTF-8 text. */
function readInternational(rest: Buffer): string | null {
  const languageEnd = rest.indexOf(0, 2);
  const keywordEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
  if (keywordEnd < 0) return null;
  const text = rest.subarray(keywordEnd + 1);
  return decode(rest[0] === 1 ? inflate(text) : text);
}

function inflate(data: Buffer): Buffer | null {
  try {
    return inflateSync(data, { maxOutputLength: MAX_TEXT_BYTES });
  } catch {
    // Broken, or a bomb: the picture itself is fine without its text.
    return null;
  }
}

/** tEXt is Latin-1 by rule, yet some tools write UTF-8 there: strict UTF-8 first. */
function decode(data: Buffer | null): string | null {
  if (!data) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return data.toString('latin1');
  }
}
