import type { LoadedSpans } from './loaded-spans';

/** Beyond that the farthest are forgotten, until half of it is left. */
const MOST_IMAGES = 4_000;

/** Keys of loaded spans that can be forgotten: the farthest ones from what is wanted, and none while few are loaded. */
export function chooseFar(spans: LoadedSpans, wanted: readonly string[]): Set<string> {
  const far = new Set<string>();
  let total = spans.reduce((sum, { images }) => sum + (images?.length ?? 0), 0);
  if (total <= MOST_IMAGES) return far;
  const near = spans.findIndex(({ span }) => wanted.includes(span.key));
  const farFirst = spans
    .map((loaded, at) => ({ loaded, distance: Math.abs(at - near) }))
    .filter(({ loaded }) => loaded.images && !wanted.includes(loaded.span.key))
    .sort((a, b) => b.distance - a.distance);
  for (const { loaded } of farFirst) {
    if (total <= MOST_IMAGES / 2) break;
    total -= loaded.images!.length;
    far.add(loaded.span.key);
  }
  return far;
}
