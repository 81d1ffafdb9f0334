import { describe, expect, it } from '@jest/globals';
import type { GalleryImage, GalleryPage } from '../../../api/queries/gallery/images';
import { mergeHead } from './merge-head';
import { image, many } from './wall-fixture';

const page = (images: GalleryImage[], next_cursor: string | null = 'more'): GalleryPage => ({
  total: null,
  images,
  next_cursor,
});
const names = (images: readonly GalleryImage[] | null) => images?.map(({ filename }) => filename) ?? null;

describe('the head of a span, read again', () => {
  it('puts new images before those that were known, as they are now', () => {
    const [first, second] = many(9, 2);
    const { news, images } = mergeHead([first!, second!], page([image('new.png'), { ...first!, rating: 4 }]));
    expect(news).toBe(1);
    expect(names(images)).toEqual(['new.png', '9-0.png', '9-1.png']);
    expect(images![1]!.rating).toBe(4);
  });

  it('shows a bulk at its newest image alone', () => {
    const stack = (filename: string) => image(filename, 9, { bulk_job_id: 'bulk_1', stack_count: 2 });
    expect(names(mergeHead([image('a.png'), stack('b1.png')], page([stack('b2.png')], null)).images)).toEqual(
      ['b2.png', 'a.png'],
    );
  });

  it('cannot be put together when nothing of it was known and there is more', () => {
    expect(mergeHead(many(9, 2), page(many(8, 3)))).toEqual({ news: 3, images: null });
    expect(names(mergeHead(many(9, 1), page(many(8, 1), null)).images)).toEqual(['8-0.png', '9-0.png']);
    expect(names(mergeHead([], page(many(8, 1))).images)).toEqual(['8-0.png']);
  });
});
