import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import {
  exifBlock,
  picture,
  textChunk,
  userComment,
  webpWithExif,
  withJpegExif,
  withPngChunk,
} from '../fixtures/sample-images.js';
import { BadImageError } from '../gallery.errors.js';
import { stripMetadata } from './strip-metadata.js';

const SECRET = 'a secret prompt';
const pixels = (bytes: Buffer): Promise<Buffer> => sharp(bytes).raw().toBuffer();
const holds = (bytes: Buffer): boolean =>
  bytes.includes(SECRET) ||
  bytes.includes(Buffer.from(SECRET, 'utf16le')) ||
  bytes.includes(Buffer.from(SECRET, 'utf16le').swap16());

describe(stripMetadata.name, () => {
  it('leaves every pixel of a PNG and nothing of its texts', async () => {
    let png = await picture();
    for (const kind of ['tEXt', 'iTXt'] as const)
      png = withPngChunk(png, kind, textChunk[kind]('parameters', SECRET));
    png = withPngChunk(png, 'eXIf', exifBlock(userComment.ascii(SECRET)));
    png = withPngChunk(png, 'prVt', Buffer.from(SECRET));
    const bytes = Buffer.concat([png, Buffer.from(SECRET)]);
    const plain = stripMetadata(bytes, 'image/png');
    expect([holds(bytes), holds(plain)]).toEqual([true, false]);
    expect((await pixels(plain)).equals(await pixels(bytes))).toBe(true);
  });

  it('keeps what decides how a PNG looks: 16 bits, palette, transparency, colour profile', async () => {
    const raw = {
      width: 16,
      height: 16,
      channels: 4 as const,
      background: { r: 200, g: 20, b: 90, alpha: 0.5 },
    };
    for (const options of [{ palette: true }, {}]) {
      const png = await sharp({ create: raw }).withIccProfile('p3').png(options).toBuffer();
      expect(stripMetadata(png, 'image/png').equals(png)).toBe(true);
    }
    const deep = await sharp({ create: raw }).toColourspace('rgb16').png().toBuffer();
    expect(await sharp(stripMetadata(deep, 'image/png')).metadata()).toMatchObject({ depth: 'ushort' });
  });

  it.each(['II', 'MM'] as const)(
    'leaves every pixel of a JPEG and nothing of its EXIF (%s)',
    async (order) => {
      const bytes = withJpegExif(await picture('jpeg'), exifBlock(userComment.bigEndian(SECRET), order));
      const comment = Buffer.concat([
        bytes.subarray(0, 2),
        Buffer.from([0xff, 0xfe, 0, SECRET.length + 2]),
        Buffer.from(SECRET),
        bytes.subarray(2),
      ]);
      const plain = stripMetadata(Buffer.concat([comment, Buffer.from(SECRET)]), 'image/jpeg');
      expect([holds(comment), holds(plain)]).toEqual([true, false]);
      expect((await pixels(plain)).equals(await pixels(bytes))).toBe(true);
    },
  );

  it('keeps how a JPEG is turned', async () => {
    const turned = await sharp(await picture('jpeg'))
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { orientation, exif } = await sharp(stripMetadata(turned, 'image/jpeg')).metadata();
    expect([orientation, exif?.length]).toEqual([6, 32]);
  });

  it('reads progressive JPEGs, which have several scans', async () => {
    const bytes = await sharp(await picture('png', 9, 300, 200))
      .jpeg({ progressive: true })
      .toBuffer();
    expect((await pixels(stripMetadata(bytes, 'image/jpeg'))).equals(await pixels(bytes))).toBe(true);
  });

  it('leaves every pixel of a WebP and nothing of its EXIF', async () => {
    const bytes = await webpWithExif(exifBlock(userComment.ascii(SECRET)));
    const plain = stripMetadata(bytes, 'image/webp');
    expect([holds(bytes), holds(plain)]).toEqual([true, false]);
    expect((await pixels(plain)).equals(await pixels(bytes))).toBe(true);
    expect((await sharp(plain).metadata()).exif).toBeUndefined();
  });

  it.each(['png', 'jpeg', 'webp'] as const)(
    'refuses a %s that is cut off anywhere, and ends',
    async (format) => {
      const bytes = await picture(format);
      for (let length = 0; length < bytes.length - 8; length += 7) {
        const cut = bytes.subarray(0, length);
        try {
          stripMetadata(cut, `image/${format}`);
        } catch (error) {
          expect(error).toBeInstanceOf(BadImageError);
        }
      }
      expect(() => stripMetadata(bytes.subarray(0, bytes.length / 2), `image/${format}`)).toThrow(
        BadImageError,
      );
    },
  );
});
