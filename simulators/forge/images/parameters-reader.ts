import sharp from 'sharp';

/** Finds the infotext in a picture the way the servers' png-info does: PNG text or EXIF comment. */
export async function readParameters(bytes: Buffer): Promise<string | null> {
  if (bytes.readUInt32BE(0) === 0x89504e47) return readPngText(bytes);
  const { exif } = await sharp(bytes).metadata();
  if (!exif) return null;
  const at = exif.indexOf('UNICODE\0', 0, 'latin1');
  if (at < 0) return null;
  const utf16 = Buffer.from(exif.subarray(at + 8));
  return utf16
    .subarray(0, utf16.length - (utf16.length % 2))
    .swap16()
    .toString('utf16le');
}

function readPngText(bytes: Buffer): string | null {
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'tEXt' && data.toString('latin1', 0, 11) === 'parameters\0')
      return data.toString('latin1', 11);
    if (type === 'iTXt' && data.toString('latin1', 0, 11) === 'parameters\0')
      return data.toString('utf8', 15);
    at += 12 + length;
  }
  return null;
}
