// Sizes by their shape: the number of pixels stays, because models are trained for one.

export interface Ratio {
  label: string;
  /** Of the wide form; the tall one is a swap away. */
  value: number;
}

export const RATIOS: readonly Ratio[] = [
  { label: '1:1', value: 1 },
  { label: '4:3', value: 4 / 3 },
  { label: '3:2', value: 3 / 2 },
  { label: '16:9', value: 16 / 9 },
  { label: '21:9', value: 21 / 9 },
];

/** Both sides of pictures of latent models: 8 is a must, 64 is what they were trained with. */
const STEP = 64;
const SMALLEST = 64;

export interface Size {
  width: number;
  height: number;
}

/** The size of this shape with about as many pixels as before, tall when it was tall. */
export function sizeForRatio({ width, height }: Size, ratio: number): Size {
  const pixels = width * height;
  const long = toStep(Math.sqrt(pixels * ratio));
  const short = toStep(Math.sqrt(pixels / ratio));
  return height > width ? { width: short, height: long } : { width: long, height: short };
}

export const swapSides = ({ width, height }: Size): Size => ({ width: height, height: width });

/** The named shape that a size has or nearly has; null when it has none. */
export function ratioOf({ width, height }: Size): Ratio | null {
  const value = Math.max(width, height) / Math.min(width, height);
  const near = RATIOS.map((ratio) => ({ ratio, off: Math.abs(Math.log(ratio.value / value)) }));
  const [best] = near.sort((one, other) => one.off - other.off);
  return best && best.off < 0.045 ? best.ratio : null;
}

const toStep = (side: number): number => Math.max(SMALLEST, Math.round(side / STEP) * STEP);
