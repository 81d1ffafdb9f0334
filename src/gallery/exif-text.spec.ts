import { describe, expect, it } from '@jest/globals';
import { readExifTexts } from './exif-text.js';
import { exifBlock, exifWith, INFOTEXT, userComment } from './fixtures/sample-images.js';

const commentIn = (comment: Buffer): string | null => readExifTexts(exifBlock(comment)).userComment;

describe(readExifTexts.name, () => {
  it.each(Object.entries(userComment))('reads a comment: %s', (_name, write) => {
    for (const order of ['II', 'MM'] as const)
      expect(readExifTexts(exifBlock(write(`${INFOTEXT} äöü`), order))).toEqual({
        userComment: `${INFOTEXT} äöü`,
        others: [],
      });
  });

  it('knows the order of bytes also where letters end in a zero', () => {
    const chinese = '一个女孩\nSteps: 20, Sampler: Euler a, Seed: 1';
    expect(commentIn(userComment.bigEndian(chinese))).toBe(chinese);
    expect(commentIn(userComment.littleEndian(chinese))).toBe(chinese);
    expect(commentIn(userComment.littleEndian(`\ufeff${chinese}`))).toBe(chinese);
  });

  it('reads a comment that does not name its encoding, and none that is empty', () => {
    expect(commentIn(Buffer.from(`${INFOTEXT}\0\0`))).toBe(INFOTEXT);
    expect(commentIn(Buffer.from('UNICODE\0'))).toBeNull();
  });

  it('reads every other text, with and without the name in front of the block', () => {
    const block = exifWith([
      { tag: 0x010f, type: 2, data: Buffer.from('workflow:{"näme": 1}\0') },
      { tag: 0x0110, type: 2, data: Buffer.from('abc\0') },
      { tag: 0x0111, type: 7, data: Buffer.from('prompt:{}') },
      { tag: 0x0112, type: 3, data: Buffer.from([0, 1]) },
    ]);
    const expected = { userComment: null, others: ['workflow:{"näme": 1}', 'abc', 'prompt:{}'] };
    expect(readExifTexts(block)).toEqual(expected);
    expect(readExifTexts(Buffer.concat([Buffer.from('Exif\0\0'), block]))).toEqual(expected);
  });

  it('survives every cut and every flipped byte', () => {
    const block = exifBlock(userComment.bigEndian(INFOTEXT));
    for (let at = 0; at < block.length; at += 1) {
      expect(() => readExifTexts(block.subarray(0, at))).not.toThrow();
      const flipped = Buffer.from(block);
      flipped[at] = flipped[at]! ^ 0xff;
      expect(() => readExifTexts(flipped)).not.toThrow();
    }
    expect(readExifTexts(undefined)).toEqual({ userComment: null, others: [] });
    expect(readExifTexts(Buffer.alloc(2 * 1024 * 1024, 'II*\0'))).toEqual({ userComment: null, others: [] });
  });

  it('reads no byte again and again for entries that all name the same ones', () => {
    const bytes = Buffer.alloc(900_000, 1);
    bytes.write('MM\0*\0\0\0\x08', 'latin1');
    bytes.writeUInt16BE(0xffff, 8);
    for (let entry = 0; entry < 65_535; entry += 1) {
      const at = 10 + entry * 12;
      bytes.writeUInt16BE(entry, at);
      bytes.writeUInt16BE(7, at + 2);
      bytes.writeUInt32BE(500_000, at + 4);
      bytes.writeUInt32BE(8, at + 8);
    }
    expect(readExifTexts(bytes).others).toHaveLength(1);
  });
});
