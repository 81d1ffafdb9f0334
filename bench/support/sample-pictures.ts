// Pictures as generation servers make them: drawn by arithmetic, with the grain that drawings lack and photographs have.
import { join } from 'node:path';
import sharp from 'sharp';
import { drawPicture } from '../../simulators/common/picture.js';

const SIZES = [
  [1024, 1024],
  [832, 1216],
  [1216, 832],
  [1536, 640],
] as const;
const GRAIN = {
  width: 256,
  height: 256,
  channels: 3,
  noise: { type: 'gaussian', mean: 128, sigma: 18 },
} as const;

/** PNG files of one to two megabytes, each another picture. @returns their paths */
export async function drawSamples(folder: string, count: number): Promise<string[]> {
  const grain = await sharp({ create: { ...GRAIN, background: 'black' } })
    .png()
    .toBuffer();
  const paths: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const [width, height] = SIZES[number % SIZES.length]!;
    const { pixels, channels } = drawPicture(`sample ${number}`, width, height);
    const path = join(folder, `${number}.png`);
    await sharp(pixels, { raw: { width, height, channels } })
      .composite([{ input: grain, tile: true, blend: 'soft-light' }])
      .removeAlpha()
      .png()
      .toFile(path);
    paths.push(path);
  }
  return paths;
}
