// How large a picture will be once somebody decodes it, read from its first bytes alone: a file of a few kilobytes can
// hold a picture of many gigabytes.
import { imageSize } from 'image-size';

/** 8192 × 8192; more than any model makes or takes. */
export const MOST_PIXELS = 8192 * 8192;
/** Enough for the heads of most files; where it is not, the whole file is looked at. */
const HEAD_CHARS = 256 * 1024;

/** A sentence when the picture is too large to be handed to a decoder; null when it is not, or is none that we know. */
export function tooManyPixels(base64: string): string | null {
  const size = sizeOf(base64.slice(0, HEAD_CHARS)) ?? (base64.length > HEAD_CHARS ? sizeOf(base64) : null);
  if (!size || size.width * size.height <= MOST_PIXELS) return null;
  return `This image has ${size.width} × ${size.height} pixels; ${MOST_PIXELS} at most are taken (8192 × 8192): make it smaller.`;
}

function sizeOf(base64: string): { width: number; height: number } | null {
  try {
    return imageSize(Buffer.from(base64, 'base64'));
  } catch {
    // No picture, one of another kind, or a head that is not complete: nothing can be said of its size.
    return null;
  }
}
