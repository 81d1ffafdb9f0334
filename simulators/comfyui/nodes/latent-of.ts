import type { Picture } from '../../common/picture.js';
import type { Images, Latent } from './values.js';

/** Encoded pictures: cut to a multiple of 8, in the middle. */
export function latentOf(images: Images): Latent {
  const frames = images.map(cutToEights);
  return {
    width: frames[0]?.width ?? 0,
    height: frames[0]?.height ?? 0,
    channels: 4,
    frames,
    batchIndex: frames.map((_, index) => index),
    mask: null,
  };
}

function cutToEights(picture: Picture): Picture {
  const width = Math.floor(picture.width / 8) * 8;
  const height = Math.floor(picture.height / 8) * 8;
  if (width === picture.width && height === picture.height) return picture;
  const left = Math.floor((picture.width % 8) / 2);
  const top = Math.floor((picture.height % 8) / 2);
  const pixels = Buffer.allocUnsafe(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 3;
    picture.pixels.copy(pixels, y * width * 3, from, from + width * 3);
  }
  return { width, height, channels: 3, pixels };
}
