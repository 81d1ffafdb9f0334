import type { TaskReport } from '../../../forge-monitor/observation.js';

const DATA_URI = /^data:image\/(?:png|jpeg|jpg|webp);base64,/;

/** A live preview: a data URI whose declared type is not believed; null for anything that is no picture. */
export function readPreview(uri: unknown, id: number): TaskReport['preview'] {
  if (typeof uri !== 'string') return null;
  const head = DATA_URI.exec(uri)?.[0];
  if (!head) return null;
  const bytes = Buffer.from(uri.slice(head.length), 'base64');
  const mediaType = pictureType(bytes);
  return mediaType ? { id, bytes, mediaType } : null;
}

/** PNG, JPEG or WebP by the first bytes. */
export function pictureType(bytes: Buffer): string | null {
  if (bytes.length < 16) return null;
  if (bytes.readUInt32BE(0) === 0x89504e47) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
    ? 'image/webp'
    : null;
}
