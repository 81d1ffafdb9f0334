import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { HttpException } from '../python-errors.js';

/** A picture a client sent along: only its size and a fingerprint of its bytes are kept. */
export interface SentImage {
  width: number;
  height: number;
  fingerprint: string;
  bytes: Buffer;
}

/**
 * Decodes base64, with or without a data URI in front.
 * @throws HttpException 500 for what cannot be decoded, and for every URL: the servers refuse those
 * that are not global addresses, and a simulator fetches nothing.
 */
export async function decodeSentImage(encoded: unknown): Promise<SentImage> {
  if (typeof encoded !== 'string') throw new HttpException(500, 'Invalid encoded image');
  if (/^https?:\/\//.test(encoded)) throw new HttpException(500, 'Request to local resource not allowed');
  const bytes = Buffer.from(encoded.replace(/^data:image\/[^,]*,/, ''), 'base64');
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height, bytes, fingerprint: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    // Whatever the decoder complains about, the servers answer the same.
    throw new HttpException(500, 'Invalid encoded image');
  }
}
