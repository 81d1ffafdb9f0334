import { describe, expect, it } from '@jest/globals';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { hideInAlpha } from './hidden-infotext.js';
import { encodeImage } from './image-encoder.js';
import { readParameters } from './parameters-reader.js';
import { blackPicture, drawPicture, joinToGrid } from '../../common/picture.js';

const infotext = 'a cat\nSteps: 4, Sampler: Euler, CFG scale: 7.0, Seed: 1, Size: 96x64';

describe('an encoded picture', () => {
  it.each(['png', 'jpg', 'webp'])('is a decodable %s that carries its infotext', async (format) => {
    for (const text of [infotext, `кот 猫 🐈 ${infotext}`]) {
      const bytes = await encodeImage(drawPicture(text, 96, 64), format, text);
      expect(await sharp(bytes).metadata()).toMatchObject({ width: 96, height: 64 });
      expect((await sharp(bytes).raw().toBuffer()).length).toBe(96 * 64 * 3);
      expect(await readParameters(bytes)).toBe(text);
    }
  });

  it('keeps every pixel as PNG', async () => {
    const picture = drawPicture('pixels', 24, 16);
    const decoded = await sharp(await encodeImage(picture, 'png', null))
      .raw()
      .toBuffer();
    expect(decoded.equals(picture.pixels)).toBe(true);
  });

  it('is refused in a format the servers do not know', async () => {
    await expect(encodeImage(blackPicture(8, 8), 'bmp', null)).rejects.toThrow('Invalid image format');
  });
});

describe('a picture', () => {
  it('differs with every change of its recipe and with how far it got', () => {
    const pixels = (recipe: string, finished = 1): string =>
      drawPicture(recipe, 16, 16, finished).pixels.toString('hex');
    expect(pixels('a')).toBe(pixels('a'));
    expect(new Set([pixels('a'), pixels('b'), pixels('a', 0.5)]).size).toBe(3);
  });

  it('hides its infotext in alpha column by column', () => {
    const { pixels, channels } = hideInAlpha(drawPicture('x', 64, 64), infotext);
    expect(channels).toBe(4);
    const bits = Array.from(
      { length: 64 * 64 },
      (_, i) => (pixels[((i % 64) * 64 + Math.floor(i / 64)) * 4 + 3] ?? 0) & 1,
    );
    const bytes = Buffer.from(
      Array.from({ length: 512 }, (_, i) => Number.parseInt(bits.slice(i * 8, i * 8 + 8).join(''), 2)),
    );
    expect(bytes.toString('latin1', 0, 15)).toBe('stealth_pngcomp');
    const length = bytes.readUInt32BE(15) / 8;
    expect(gunzipSync(bytes.subarray(19, 19 + length)).toString()).toBe(infotext);
  });

  it('takes its place in a grid as near to square as the servers make it', () => {
    const one = drawPicture('one', 16, 8);
    const sizes = [2, 3, 4, 6].map((count) => joinToGrid(Array.from({ length: count }, () => one)));
    expect(sizes.map(({ width, height }) => [width / 16, height / 8])).toEqual([
      [2, 1],
      [2, 2],
      [2, 2],
      [3, 2],
    ]);
  });
});
