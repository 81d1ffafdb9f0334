/** Heights of rows on a desk, from many small images to few large ones. */
const HEIGHTS = [90, 130, 190, 270, 380] as const;
export const DENSITIES = HEIGHTS.length;
const NARROW_PX = 700;

/** In pixels; narrow walls have lower rows, so that several images still stand beside each other. */
export function rowHeight(density: number, width: number): number {
  const height = HEIGHTS[Math.min(DENSITIES - 1, Math.max(0, density))] ?? 190;
  return width < NARROW_PX ? Math.round(height * 0.7) : height;
}
