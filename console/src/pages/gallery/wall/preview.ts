import type { GalleryImage } from '../../../api/queries/gallery/images';
import { savesData } from '../../../lib/preferences';

const SIZES = [256, 512, 1024] as const;

/** The smallest preview that is sharp in a place of this many CSS pixels; the smallest of all when data is saved. */
export function previewFor({ preview_url }: GalleryImage, longest: number): string {
  const needed = savesData() ? 0 : longest * Math.min(2, window.devicePixelRatio || 1) * 0.8;
  const size = SIZES.find((one) => one >= needed) ?? 1024;
  return `${preview_url}${preview_url.includes('?') ? '&' : '?'}size=${size}`;
}
