import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { tooManyPixels } from './image-pixels.js';

/** A PNG that claims a size and holds next to nothing. */
function bomb(width: number, height: number): string {
  const head = Buffer.alloc(25);
  head.writeUInt32BE(13, 0);
  head.write('IHDR', 4, 'latin1');
  head.writeUInt32BE(width, 8);
  head.writeUInt32BE(height, 12);
  head.set([8, 2, 0, 0, 0], 16);
  const data = deflateSync(Buffer.alloc(1000));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), head, data]).toString('base64');
}

describe(tooManyPixels.name, () => {
  it('refuses a small file that holds a huge picture, without decoding it', () => {
    expect(tooManyPixels(bomb(100_000, 100_000))).toContain('100000 × 100000');
    expect(tooManyPixels(bomb(8_193, 8_192))).not.toBeNull();
  });

  it('takes what models take', () => {
    expect(tooManyPixels(bomb(8_192, 8_192))).toBeNull();
    expect(tooManyPixels(bomb(512, 768))).toBeNull();
  });

  it('says nothing of what is no picture', () => {
    for (const text of ['', 'AAAA', Buffer.from('<svg/>').toString('base64'), '%%%'])
      expect(tooManyPixels(text)).toBeNull();
  });
});
