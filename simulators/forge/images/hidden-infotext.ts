import { gzipSync } from 'node:zlib';
import type { Picture } from '../../common/picture.js';

/**
 * Forge's "stealth" infotext: saved PNGs become RGBA, and the low bits of alpha carry, column by
 * column, a signature, a 32-bit length in bits and the gzipped text.
 */
export function hideInAlpha(picture: Picture, text: string): Picture {
  const { width, height } = picture;
  const pixels = Buffer.alloc(width * height * 4, 255);
  for (let i = 0; i < width * height; i++) picture.pixels.copy(pixels, i * 4, i * 3, i * 3 + 3);
  const payload = gzipSync(Buffer.from(text, 'utf8'));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(payload.length * 8);
  const message = Buffer.concat([Buffer.from('stealth_pngcomp', 'latin1'), length, payload]);
  const room = Math.min(message.length * 8, width * height);
  for (let bit = 0; bit < room; bit++) {
    const [x, y] = [Math.floor(bit / height), bit % height];
    const on = ((message[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
    pixels[(y * width + x) * 4 + 3] = 254 | on;
  }
  return { width, height, channels: 4, pixels };
}
