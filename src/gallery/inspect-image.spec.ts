import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  exifBlock,
  INFOTEXT,
  picture,
  textChunk,
  userComment,
  webpWithExif,
  withJpegExif,
  withPngChunk,
} from './fixtures/sample-images.js';
import { BadImageError } from './gallery.errors.js';
import { inspectImage } from './inspect-image.js';

describe('inspectImage', () => {
  it.each([
    ['png', 'png', 'image/png'],
    ['jpeg', 'jpg', 'image/jpeg'],
    ['webp', 'webp', 'image/webp'],
  ] as const)('tells a %s by its bytes', async (format, extension, mediaType) => {
    const bytes = await picture(format);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const facts = await inspectImage(bytes, 'Image 1');
    expect(facts).toEqual({
      extension,
      mediaType,
      width: 64,
      height: 48,
      bytes: bytes.length,
      sha256,
      infotext: null,
    });
  });

  it('reads the infotext of a PNG', async () => {
    const png = withPngChunk(await picture(), 'tEXt', textChunk.tEXt('parameters', INFOTEXT));
    expect((await inspectImage(png, 'Image 1')).infotext).toBe(INFOTEXT);
  });

  it('takes no JSON for infotext', async () => {
    const png = withPngChunk(
      await picture(),
      'tEXt',
      textChunk.tEXt('parameters', '{"sui_image_params":{}}'),
    );
    expect((await inspectImage(png, 'Image 1')).infotext).toBeNull();
  });

  const comments = Object.entries(userComment).flatMap(([name, write]) =>
    (['II', 'MM'] as const).map(
      (order) => [name, order, exifBlock(write(`${INFOTEXT} äöü`), order)] as const,
    ),
  );
  it.each(comments)('reads the infotext of a JPEG: %s comment in a %s block', async (_name, _order, exif) => {
    expect((await inspectImage(withJpegExif(await picture('jpeg'), exif), 'Image 1')).infotext).toBe(
      `${INFOTEXT} äöü`,
    );
  });

  it('reads the infotext of a WebP', async () => {
    const webp = await webpWithExif(exifBlock(userComment.bigEndian(INFOTEXT)));
    expect((await inspectImage(webp, 'Image 1')).infotext).toBe(INFOTEXT);
  });

  it('accepts a picture whose EXIF is broken', async () => {
    const exif = exifBlock(userComment.bigEndian(INFOTEXT));
    for (let length = 0; length < 60; length += 1) {
      const jpeg = withJpegExif(await picture('jpeg'), exif.subarray(0, length));
      await expect(inspectImage(jpeg, 'Image 1')).resolves.toMatchObject({ extension: 'jpg' });
    }
  });

  const garbage: [string, () => Promise<Buffer>][] = [
    ['nothing', async () => Buffer.alloc(0)],
    ['noise', async () => randomBytes(4096)],
    ['an HTML page', async () => Buffer.from('<!doctype html><title>502</title>')],
    ['an SVG', async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['a GIF', async () => Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
    ['only a PNG signature', async () => (await picture()).subarray(0, 8)],
    ['half a PNG', async () => (await picture()).subarray(0, 100)],
    ['half a JPEG', async () => (await picture('jpeg')).subarray(0, 200)],
    ['half a WebP', async () => (await picture('webp')).subarray(0, 40)],
    ['a WebP head', async () => Buffer.from('RIFF\x04\0\0\0WEBP', 'latin1')],
    ['a PNG of 100,000 × 100,000', async () => withSize(await picture(), 100_000)],
    ['a PNG of no width', async () => withSize(await picture(), 0)],
  ];
  it.each(garbage)('refuses %s with a sentence', async (_name, make) => {
    const refusal = inspectImage(await make(), 'Image 3');
    await expect(refusal).rejects.toBeInstanceOf(BadImageError);
    await expect(refusal).rejects.toThrow(/^Image 3 .+\.$/s);
  });
});

function withSize(png: Buffer, size: number): Buffer {
  const changed = Buffer.from(png);
  changed.writeUInt32BE(size, 16);
  changed.writeUInt32BE(size, 20);
  return changed;
}
