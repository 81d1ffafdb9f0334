// From one image to others in the order of the wall, beyond what is loaded of it.
import type { GalleryImage } from '../../../api/queries/gallery/images';
import type { LoadedSpans } from './loaded-spans';
import type { WallData } from './wall-data';

/** The image before or after another one, loaded when it has to be; undefined at the ends. */
export async function neighbour(
  wall: WallData,
  filename: string,
  step: 1 | -1,
): Promise<GalleryImage | undefined> {
  const { spans } = wall.state();
  let place = placeOf(spans, filename);
  if (place < 0) return undefined;
  const { span, images, hasMore } = spans[place]!;
  const at = images!.findIndex((image) => image.filename === filename) + step;
  if (step > 0 && at >= images!.length && hasMore) await wall.loadMore(span.key);
  const beside = wall.find(span.key)?.images?.[at];
  if (beside) return beside;
  for (place += step; place >= 0 && place < spans.length; place += step) {
    const next = spans[place]!.span.key;
    if (step < 0) await wall.loadAll(next);
    else if (!wall.find(next)?.images) await wall.load(next);
    const image = wall.find(next)?.images?.at(step > 0 ? 0 : -1);
    if (image) return image;
  }
  return undefined;
}

/** Everything between two images, so that a range can be drawn over what was never in sight. */
export async function loadBetween(wall: WallData, from: string | null, to: string): Promise<void> {
  const { spans } = wall.state();
  const [a, b] = [placeOf(spans, from), placeOf(spans, to)].sort((x, y) => x - y) as [number, number];
  if (a < 0) return;
  for (const { span } of spans.slice(a, b)) await wall.loadAll(span.key);
}

function placeOf(spans: LoadedSpans, filename: string | null): number {
  return spans.findIndex(({ images }) => images?.some((image) => image.filename === filename));
}
