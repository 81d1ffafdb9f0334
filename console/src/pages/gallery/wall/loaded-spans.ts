// The spans of a wall with what is loaded of them, and what changes there. Values never change; each function gives new
// ones, and the same ones where nothing is different. Pure.
import type { GalleryImage } from '../../../api/queries/gallery/images';
import type { Span } from '../layout/spans';
import type { LoadedSpan } from '../layout/wall-layout';

export type LoadedSpans = readonly LoadedSpan<GalleryImage>[];

/** What is loaded of those that stay is kept. */
export function carriedOver(before: LoadedSpans, spans: readonly Span[]): LoadedSpans {
  const known = new Map(before.map((loaded) => [loaded.span.key, loaded]));
  return spans.map((span) => {
    const loaded = known.get(span.key);
    return loaded ? { ...loaded, span } : { span, images: null, hasMore: true };
  });
}

export function withImages(
  spans: LoadedSpans,
  key: string,
  images: readonly GalleryImage[],
  hasMore: boolean,
): LoadedSpans {
  return spans.map((loaded) => (loaded.span.key === key ? { ...loaded, images, hasMore } : loaded));
}

/** `changed` gives an image as it is now, or null when it is gone. */
export function withChanged(
  spans: LoadedSpans,
  changed: (image: GalleryImage) => GalleryImage | null,
): LoadedSpans {
  return spans.map((loaded) => {
    const images = loaded.images?.map(changed);
    if (!images?.some((image, at) => image !== loaded.images![at])) return loaded;
    const left = images.filter((image) => image !== null);
    const gone = images.length - left.length;
    const count = Math.max(0, loaded.span.count - gone);
    return { ...loaded, images: left, span: { ...loaded.span, count } };
  });
}

export function forgotten(spans: LoadedSpans, keys: ReadonlySet<string>): LoadedSpans {
  return spans.map((loaded) =>
    keys.has(loaded.span.key) ? { ...loaded, images: null, hasMore: true } : loaded,
  );
}
