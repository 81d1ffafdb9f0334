import type { Mask } from '../nodes/values.js';

/** Widens the masked area by so many pixels in all directions; less than nothing shrinks it. */
export function growMask(mask: Mask, by: number): Mask {
  let grown = mask;
  const strongest = by < 0 ? Math.min : Math.max;
  for (let i = 0; i < Math.abs(by); i++) grown = spread(grown, strongest);
  return grown;
}

function spread({ width, height, pixels }: Mask, strongest: (...levels: number[]) => number): Mask {
  const spread = Buffer.allocUnsafe(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const x = i % width;
    const here = pixels[i] ?? 0;
    spread[i] = strongest(
      here,
      x > 0 ? (pixels[i - 1] ?? here) : here,
      x < width - 1 ? (pixels[i + 1] ?? here) : here,
      pixels[i - width] ?? here,
      pixels[i + width] ?? here,
    );
  }
  return { width, height, pixels: spread };
}
