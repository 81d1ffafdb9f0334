// Images and walls as specs need them.
import type { GalleryImage } from '../../../api/queries/gallery/images';
import type { Span } from '../layout/spans';
import { WallData } from './wall-data';

const DAY_MS = 24 * 3_600_000;
export const span = (day: number, count: number): Span => ({
  key: `d${day}`,
  from: day * DAY_MS,
  to: (day + 1) * DAY_MS,
  count,
});
export const image = (filename: string, day = 9, more: Partial<GalleryImage> = {}): GalleryImage =>
  ({
    filename,
    width: 512,
    height: 512,
    created: new Date(day * DAY_MS + 1).toISOString(),
    tags: [],
    favourite: false,
    rating: 0,
    bulk_job_id: null,
    stack_count: null,
    ...more,
  }) as GalleryImage;
export const many = (day: number, count: number): GalleryImage[] =>
  Array.from({ length: count }, (_, at) => image(`${day}-${at}.png`, day));

/** A server that pages by offsets, and counts what it is asked. */
export function wallOf(stored: Record<string, GalleryImage[]>) {
  const asked: string[] = [];
  const wall = new WallData(({ key }, cursor, limit) => {
    asked.push(`${key}@${cursor ?? 0}`);
    const from = Number(cursor ?? 0);
    const images = (stored[key] ?? []).slice(from, from + limit);
    const isLast = from + limit >= (stored[key] ?? []).length;
    return Promise.resolve({ total: null, images, next_cursor: isLast ? null : String(from + limit) });
  });
  const names = (): string[] => wall.images().map(({ filename }) => filename);
  return { wall, asked, names, stored };
}
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
