// Rows of equal height that fill the width, as photo walls have them: each picture keeps its own shape and none is cut.

/** Pixels, or any numbers of the same ratio. */
export interface Shape {
  width: number;
  height: number;
}

export interface RowOptions {
  /** Of the wall, in pixels. */
  width: number;
  /** The height that rows should have; they differ from it to fill the width. */
  target: number;
  gap: number;
}

export interface Row {
  /** The first picture of the row and the one after its last. */
  from: number;
  to: number;
  height: number;
  /** Of each picture, left to right. */
  widths: number[];
}

/** Panoramas and strips would make rows of their own, so their places are kept within reason. */
const NARROWEST = 0.4;
const WIDEST = 3.2;
/** Rows higher than this many times the target stay unfilled instead. */
const TALLEST = 1.5;

const ratioOf = ({ width, height }: Shape): number =>
  width > 0 && height > 0 ? Math.min(WIDEST, Math.max(NARROWEST, width / height)) : 1;

/** The last row is filled only when that needs no stretching. */
export function justifyRows(shapes: readonly Shape[], { width, target, gap }: RowOptions): Row[] {
  const rows: Row[] = [];
  if (width <= 0) return rows;
  let from = 0;
  let ratios = 0;
  for (let at = 0; at < shapes.length; at += 1) {
    const ratio = ratioOf(shapes[at]!);
    const count = at - from;
    const without = count ? (width - gap * (count - 1)) / ratios : Infinity;
    const withIt = (width - gap * count) / (ratios + ratio);
    // One more would make the row too low: is the row without it nearer to the target?
    if (count > 0 && withIt < target && without - target < target - withIt) {
      rows.push(fill(shapes, from, at, without, width, gap));
      from = at;
      ratios = 0;
    }
    ratios += ratio;
    const height = (width - gap * (at - from)) / ratios;
    if (height <= target) {
      rows.push(fill(shapes, from, at + 1, height, width, gap));
      from = at + 1;
      ratios = 0;
    }
  }
  if (from < shapes.length) rows.push(leftOver(shapes, from, ratios, { width, target, gap }));
  return rows;
}

/** Whole pixels; what rounding leaves goes to the last picture, so that the edge is straight. */
function fill(
  shapes: readonly Shape[],
  from: number,
  to: number,
  exact: number,
  width: number,
  gap: number,
): Row {
  const height = Math.max(1, Math.round(exact));
  const widths = shapes.slice(from, to).map((shape) => Math.max(1, Math.floor(ratioOf(shape) * exact)));
  const used = widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1);
  widths[widths.length - 1]! += width - used;
  return { from, to, height, widths };
}

function leftOver(shapes: readonly Shape[], from: number, ratios: number, options: RowOptions): Row {
  const { width, target, gap } = options;
  const exact = (width - gap * (shapes.length - from - 1)) / ratios;
  if (exact <= target * TALLEST && shapes.length - from > 1)
    return fill(shapes, from, shapes.length, exact, width, gap);
  const height = Math.round(Math.min(target, exact));
  const widths = shapes.slice(from).map((shape) => Math.round(ratioOf(shape) * height));
  return { from, to: shapes.length, height, widths };
}

/** How high `count` pictures will be that nobody has seen yet. */
export function guessHeight(count: number, { width, target, gap }: RowOptions, ratio = 1): number {
  if (count <= 0 || width <= 0) return 0;
  const perRow = Math.max(1, Math.round((width + gap) / (target * ratio + gap)));
  return Math.ceil(count / perRow) * (target + gap) - gap;
}
