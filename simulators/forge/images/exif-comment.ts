/**
 * Puts an infotext into JPEG and WebP files the way the servers do: EXIF UserComment, marked
 * UNICODE, as UTF-16 big-endian.
 */
export function exifWithComment(text: string): Buffer {
  const utf16 = Buffer.from(text, 'utf16le').swap16();
  const comment = Buffer.concat([Buffer.from('UNICODE\0', 'latin1'), utf16]);
  const tiff = Buffer.alloc(44);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  writeDirectory(tiff, 8, { tag: 0x8769, type: 4, count: 1, value: 26 });
  writeDirectory(tiff, 26, { tag: 0x9286, type: 7, count: comment.length, value: 44 });
  return Buffer.concat([tiff, comment]);
}

interface Entry {
  tag: number;
  type: number;
  count: number;
  value: number;
}

/** A directory of one entry, without a successor: 18 bytes. */
function writeDirectory(tiff: Buffer, at: number, entry: Entry): void {
  tiff.writeUInt16BE(1, at);
  tiff.writeUInt16BE(entry.tag, at + 2);
  tiff.writeUInt16BE(entry.type, at + 4);
  tiff.writeUInt32BE(entry.count, at + 6);
  tiff.writeUInt32BE(entry.value, at + 10);
  tiff.writeUInt32BE(0, at + 14);
}

/** Inserts the EXIF block right after the JPEG's JFIF header. */
export function addToJpeg(jpeg: Buffer, exif: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]);
  if (body.length + 2 > 0xffff) return jpeg;
  const marker = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  const hasJfif = jpeg[2] === 0xff && jpeg[3] === 0xe0;
  const at = hasJfif ? 4 + jpeg.readUInt16BE(4) : 2;
  return Buffer.concat([jpeg.subarray(0, at), marker, body, jpeg.subarray(at)]);
}

/** Turns a plain WebP into an extended one (VP8X) with an EXIF chunk. */
export function addToWebp(webp: Buffer, exif: Buffer, width: number, height: number): Buffer {
  const extended = Buffer.alloc(10);
  extended[0] = 0x08;
  extended.writeUIntLE(width - 1, 4, 3);
  extended.writeUIntLE(height - 1, 7, 3);
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    riffChunk('VP8X', extended),
    webp.subarray(12),
    riffChunk('EXIF', exif),
  ]);
  return Buffer.concat([riffChunk('RIFF', body)]);
}

function riffChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
