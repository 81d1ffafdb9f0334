import { crc32, deflate } from 'node:zlib';
import { promisify } from 'node:util';
import type { Picture } from './picture.js';

const compress = promisify(deflate);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A PNG file with texts under their keywords, each as tEXt if it is Latin-1, else iTXt. Written by
 * hand so that the bytes depend on nothing but the picture and the texts.
 */
export async function writePng(
  picture: Picture,
  texts: readonly (readonly [keyword: string, text: string])[] = [],
): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(picture.width, 0);
  header.writeUInt32BE(picture.height, 4);
  header[8] = 8;
  header[9] = picture.channels === 4 ? 6 : 2;
  const data = await compress(filterUp(picture), { level: 1 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...texts.map(([keyword, text]) => textChunk(keyword, text)),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Stores each row as the difference to the row above, which compresses soft pictures well. */
function filterUp({ width, height, channels, pixels }: Picture): Buffer {
  const stride = width * channels;
  const rows = Buffer.allocUnsafe(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const to = y * (stride + 1);
    const from = y * stride;
    rows[to] = y === 0 ? 0 : 2;
    if (y === 0) pixels.copy(rows, 1, 0, stride);
    else
      for (let i = 0; i < stride; i++)
        rows[to + 1 + i] = (pixels[from + i] ?? 0) - (pixels[from - stride + i] ?? 0);
  }
  return rows;
}

function textChunk(keyword: string, text: string): Buffer {
  const isLatin1 = [...keyword, ...text].every((c) => (c.codePointAt(0) ?? 0) < 256);
  if (isLatin1) return chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'));
  return chunk('iTXt', Buffer.from(`${keyword}\0\0\0\0\0${text}`, 'utf8'));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
