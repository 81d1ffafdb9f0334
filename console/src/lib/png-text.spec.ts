import { describe, expect, it } from '@jest/globals';
import { textsOfPng } from './png-text';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

const png = (...chunks: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from(SIGNATURE),
    chunk('IHDR', Buffer.alloc(13)),
    ...chunks,
    chunk('IEND', Buffer.alloc(0)),
  ]);

describe(textsOfPng.name, () => {
  it('finds what ComfyUI writes, and takes the first of a name', () => {
    const first = chunk('tEXt', Buffer.from('prompt\0{"3":{}}', 'latin1'));
    const second = chunk('tEXt', Buffer.from('prompt\0other', 'latin1'));
    const workflow = chunk('iTXt', Buffer.from('workflow\0\0\0en\0\0{"née":1}', 'utf8'));
    expect(textsOfPng(png(first, second, workflow))).toEqual({ prompt: '{"3":{}}', workflow: '{"née":1}' });
  });

  it('leaves out what is compressed or broken', () => {
    const packed = chunk('iTXt', Buffer.from('prompt\0\u0001\0\0\0xyz', 'latin1'));
    expect(textsOfPng(png(packed, chunk('tEXt', Buffer.from('no end'))))).toEqual({});
  });

  it('ends where the file ends', () => {
    const whole = png(chunk('tEXt', Buffer.from('prompt\0{}', 'latin1')));
    expect(textsOfPng(whole.subarray(0, whole.length - 14))).toEqual({ prompt: '{}' });
    expect(textsOfPng(Buffer.from('GIF89a'))).toBeNull();
  });
});
