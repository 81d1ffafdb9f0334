import type { GalleryImage, GalleryPage } from '../../../api/queries/gallery/images';

export interface MergedHead {
  /** How many were not known. */
  news: number;
  /** Null: there may be a hole between the new ones and those that were known. */
  images: GalleryImage[] | null;
}

/** What was loaded of a span, with the first page of it as it is now. A bulk stands at its newest image only. */
export function mergeHead(before: readonly GalleryImage[], { images, next_cursor }: GalleryPage): MergedHead {
  const fresh = new Map(images.map((image) => [image.filename, image]));
  const known = new Set(before.map(({ filename }) => filename));
  const news = images.filter(({ filename }) => !known.has(filename));
  // More new ones than were asked for.
  if (news.length === images.length && next_cursor !== null && before.length)
    return { news: news.length, images: null };
  const bulks = new Set(news.filter(isStack).map(({ bulk_job_id }) => bulk_job_id));
  const rest = before
    .filter((image) => !(isStack(image) && bulks.has(image.bulk_job_id)))
    .map((image) => fresh.get(image.filename) ?? image);
  return { news: news.length, images: [...news, ...rest] };
}

const isStack = (image: GalleryImage): boolean => image.stack_count !== null && image.bulk_job_id !== null;
