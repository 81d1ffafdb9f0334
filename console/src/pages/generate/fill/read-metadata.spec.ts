import { describe, expect, it } from '@jest/globals';
import { deflateSync } from 'node:zlib';
import { paramsOfPicture } from './read-metadata';

const TEXT =
  'a kött\nNegative prompt: bad\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768';
const EXPECTED = { prompt: 'a kött', negative_prompt: 'bad', seed: 1, width: 512, height: 768 };

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

function png(...chunks: Buffer[]): Uint8Array {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', Buffer.alloc(13)), ...chunks, chunk('IEND', Buffer.alloc(0))]),
  );
}

const keyword = (name: string): Buffer => Buffer.from(`${name}\0`, 'latin1');

/** A TIFF block with a UserComment behind the pointer to its directory. */
function exif(comment: Buffer): Buffer {
  const block = Buffer.alloc(44);
  block.write('II', 0, 'latin1');
  block.writeUInt16LE(42, 2);
  block.writeUInt32LE(8, 4);
  block.writeUInt16LE(1, 8);
  block.writeUInt16LE(0x8769, 10);
  block.writeUInt16LE(4, 12);
  block.writeUInt32LE(1, 14);
  block.writeUInt32LE(26, 18);
  block.writeUInt16LE(1, 26);
  block.writeUInt16LE(0x9286, 28);
  block.writeUInt16LE(7, 30);
  block.writeUInt32LE(comment.length, 32);
  block.writeUInt32LE(44, 36);
  return Buffer.concat([block, comment]);
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const unicode = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), bytes]);

function jpeg(block: Buffer): Uint8Array {
  const segment = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), block]);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(segment.length + 2, 4);
  return new Uint8Array(Buffer.concat([head, segment, Buffer.from([0xff, 0xda])]));
}

function webp(block: Buffer): Uint8Array {
  const head = Buffer.from('RIFF\0\0\0\0WEBPEXIF\0\0\0\0', 'latin1');
  head.writeUInt32LE(block.length, 16);
  return new Uint8Array(Buffer.concat([head, block]));
}

describe('parameters in pictures', () => {
  it('stand in each kind of text that PNG has', async () => {
    const latin = Buffer.from(TEXT, 'latin1');
    expect(
      await paramsOfPicture(png(chunk('tEXt', Buffer.concat([keyword('parameters'), latin])))),
    ).toMatchObject(EXPECTED);
    const packed = Buffer.concat([keyword('parameters'), Buffer.from([0]), deflateSync(latin)]);
    expect(await paramsOfPicture(png(chunk('zTXt', packed)))).toMatchObject(EXPECTED);
    for (const isPacked of [0, 1]) {
      const utf8 = Buffer.from(TEXT, 'utf8');
      const head = Buffer.concat([keyword('parameters'), Buffer.from([isPacked, 0, 0, 0])]);
      const data = Buffer.concat([head, isPacked ? deflateSync(utf8) : utf8]);
      expect(await paramsOfPicture(png(chunk('iTXt', data)))).toMatchObject(EXPECTED);
    }
  });

  it('are the graph of ComfyUI where there is no infotext', async () => {
    const graph = { '1': { class_type: 'KSampler', inputs: { seed: 9, steps: 4 } } };
    const data = Buffer.concat([keyword('prompt'), Buffer.from(JSON.stringify(graph))]);
    expect(await paramsOfPicture(png(chunk('tEXt', data)))).toMatchObject({ seed: 9, steps: 4 });
  });

  it('stand in the comment of JPEG and WebP, whichever way round its letters are', async () => {
    for (const bytes of [utf16be(TEXT), Buffer.from(TEXT, 'utf16le')]) {
      expect(await paramsOfPicture(jpeg(exif(unicode(bytes))))).toMatchObject(EXPECTED);
      expect(await paramsOfPicture(webp(exif(unicode(bytes))))).toMatchObject(EXPECTED);
    }
  });

  it('are none in a picture without any, in a broken one, and in something else', async () => {
    expect(await paramsOfPicture(png())).toBeNull();
    expect(
      await paramsOfPicture(png(chunk('zTXt', Buffer.concat([keyword('parameters'), Buffer.from('\0xyz')])))),
    ).toBeNull();
    const whole = jpeg(exif(unicode(utf16be(TEXT))));
    for (let length = 0; length < whole.length; length += 7)
      await expect(paramsOfPicture(whole.subarray(0, length))).resolves.toBeDefined();
    expect(await paramsOfPicture(new Uint8Array([1, 2, 3]))).toBeNull();
  });
});
