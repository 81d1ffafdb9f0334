import { describe, expect, it } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import { INFOTEXT, picture, textChunk, withPngChunk } from './fixtures/sample-images.js';
import { isPngComplete, readPngText } from './png-text.js';

describe('PNG text', () => {
  it.each([
    ['tEXt', textChunk.tEXt('parameters', INFOTEXT)],
    ['zTXt', textChunk.zTXt('parameters', INFOTEXT)],
    ['iTXt', textChunk.iTXt('parameters', INFOTEXT)],
    ['iTXt', textChunk.iTXt('parameters', INFOTEXT, true)],
  ])('is read from %s', async (type, data) => {
    expect(readPngText(withPngChunk(await picture(), type, data), 'parameters')).toBe(INFOTEXT);
  });

  it('is read as UTF-8 where that is valid and as Latin-1 otherwise', async () => {
    const png = await picture();
    const utf8 = withPngChunk(png, 'tEXt', textChunk.tEXt('parameters', Buffer.from('Zürich 東京')));
    const latin1 = withPngChunk(png, 'tEXt', textChunk.tEXt('parameters', Buffer.from('Zürich', 'latin1')));
    expect(readPngText(utf8, 'parameters')).toBe('Zürich 東京');
    expect(readPngText(latin1, 'parameters')).toBe('Zürich');
  });

  it('is null without such a keyword', async () => {
    const png = withPngChunk(await picture(), 'tEXt', textChunk.tEXt('Software', 'x'));
    expect(readPngText(png, 'parameters')).toBeNull();
  });

  it('refuses to unpack a bomb', async () => {
    const bomb = deflateSync(Buffer.alloc(50 * 1024 * 1024));
    const png = withPngChunk(await picture(), 'zTXt', Buffer.concat([Buffer.from('parameters\0\0'), bomb]));
    expect(readPngText(png, 'parameters')).toBeNull();
  });

  it('gives up on a file that is full of bombs', async () => {
    const bomb = deflateSync(Buffer.alloc(2 * 1024 * 1024));
    let png = withPngChunk(await picture(), 'tEXt', textChunk.tEXt('parameters', INFOTEXT));
    const packed = Buffer.concat([Buffer.from('parameters\0\0'), bomb]);
    const chunks = withPngChunk(png.subarray(0, 33), 'zTXt', packed).subarray(33);
    png = Buffer.concat([png.subarray(0, 33), ...Array<Buffer>(10_000).fill(chunks), png.subarray(33)]);
    const started = Date.now();
    expect(readPngText(png, 'parameters')).toBeNull();
    expect(Date.now() - started).toBeLessThan(1_000);
  });

  it('survives every cut of a file and lies about lengths', async () => {
    const png = withPngChunk(await picture(), 'iTXt', textChunk.iTXt('parameters', INFOTEXT, true));
    for (let length = 0; length < png.length; length += 1) {
      expect(() => readPngText(png.subarray(0, length), 'parameters')).not.toThrow();
      expect(isPngComplete(png.subarray(0, length))).toBe(false);
    }
    const lying = Buffer.from(png);
    lying.writeUInt32BE(0xffffffff, 33);
    expect(readPngText(lying, 'parameters')).toBeNull();
  });

  it.each([
    '',
    '\0',
    'parameters',
    'parameters\0',
    'parameters\0\x01',
    'parameters\0\x01\0',
    'parameters\0\0\0en',
  ])('survives the broken chunk %j', async (data) => {
    for (const type of ['tEXt', 'zTXt', 'iTXt']) {
      const png = withPngChunk(await picture(), type, Buffer.from(data, 'latin1'));
      expect(() => readPngText(png, 'parameters')).not.toThrow();
    }
  });
});
