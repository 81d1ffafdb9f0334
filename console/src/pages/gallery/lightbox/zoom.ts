// Zooming and panning as numbers. A view says how a picture that fits its frame is scaled and moved, both about the
// middle of the frame, in CSS pixels.

export interface Point {
  x: number;
  y: number;
}

export interface View extends Point {
  scale: number;
}

/** Of the frame, and of the picture as it fits into it. */
export interface Extent {
  frame: { width: number; height: number };
  picture: { width: number; height: number };
}

export const FITTING: View = { scale: 1, x: 0, y: 0 };
export const MOST_SCALE = 12;

/** The size of a picture that fits into a frame; small ones are not blown up. */
export function fit(
  picture: { width: number; height: number },
  frame: { width: number; height: number },
): { width: number; height: number } {
  const share = Math.min(1, frame.width / picture.width, frame.height / picture.height);
  return { width: picture.width * share, height: picture.height * share };
}

/** `point` is from the middle of the frame; what is under it stays under it. */
export function zoomAt(view: View, point: Point, factor: number, extent: Extent): View {
  const scale = Math.min(MOST_SCALE, Math.max(1, view.scale * factor));
  const share = scale / view.scale;
  return keepInside(
    { scale, x: point.x - (point.x - view.x) * share, y: point.y - (point.y - view.y) * share },
    extent,
  );
}

export const panBy = (view: View, by: Point, extent: Extent): View =>
  keepInside({ ...view, x: view.x + by.x, y: view.y + by.y }, extent);

/** No edge comes further in than it has to; what is smaller than the frame stays in the middle. */
export function keepInside({ scale, x, y }: View, { frame, picture }: Extent): View {
  const free = (size: number, room: number): number => Math.max(0, (size * scale - room) / 2);
  const within = (value: number, most: number): number => Math.min(most, Math.max(-most, value)) + 0;
  return {
    scale,
    x: within(x, free(picture.width, frame.width)),
    y: within(y, free(picture.height, frame.height)),
  };
}

/** Where a double tap leads: to each pixel as it is, or back to the whole. */
export function toggleZoom(view: View, point: Point, original: { width: number }, extent: Extent): View {
  if (view.scale > 1.01) return FITTING;
  const actual = original.width / Math.max(1, extent.picture.width);
  return zoomAt(view, point, Math.max(2, actual), extent);
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
export const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
