import sharp from 'sharp';
import type { Picture } from '../../common/picture.js';
import type { Mask } from '../nodes/values.js';
import { PythonError } from '../python-error.js';

/** What nodes do with pictures: reading, scaling, blending, encoding. */
export type Kernel = 'nearest' | 'linear' | 'cubic' | 'lanczos3';

const kernels: Record<string, Kernel> = {
  'nearest-exact': 'nearest',
  bilinear: 'linear',
  bicubic: 'cubic',
  bislerp: 'cubic',
  lanczos: 'lanczos3',
  area: 'linear',
};

export function kernelOf(method: string): Kernel {
  return kernels[method] ?? 'linear';
}

interface LoadedImage {
  picture: Picture;
  /** One byte per pixel; null: no transparency. */
  alpha: Buffer | null;
}

/** @throws PythonError for what is no image */
export async function readPicture(file: string | Buffer): Promise<LoadedImage> {
  const decoded = await sharp(file)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => {
      throw new PythonError('PIL.UnidentifiedImageError', `cannot identify image file '${String(file)}'`);
    });
  const { width, height } = decoded.info;
  const pixels = Buffer.allocUnsafe(width * height * 3);
  const alpha = Buffer.allocUnsafe(width * height);
  for (let i = 0; i < width * height; i++) {
    decoded.data.copy(pixels, i * 3, i * 4, i * 4 + 3);
    alpha[i] = decoded.data[i * 4 + 3] ?? 255;
  }
  const isOpaque = alpha.every((level) => level === 255);
  return { picture: { width, height, channels: 3, pixels }, alpha: isOpaque ? null : alpha };
}

export async function scalePicture(
  picture: Picture,
  width: number,
  height: number,
  kernel: Kernel,
  crop: boolean,
): Promise<Picture> {
  if (picture.width === width && picture.height === height) return picture;
  const pixels = await sharp(picture.pixels, { raw: rawShape(picture) })
    .resize(width, height, { kernel, fit: crop ? 'cover' : 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer();
  return { width, height, channels: 3, pixels };
}

export async function scaleMask(mask: Mask, width: number, height: number): Promise<Mask> {
  if (mask.width === width && mask.height === height) return mask;
  const pixels = await sharp(mask.pixels, { raw: { width: mask.width, height: mask.height, channels: 1 } })
    .resize(width, height, { kernel: 'linear', fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return { width, height, pixels };
}

/** `top` over `base`, by `share` (0–1) and, where there is a mask, only as far as that goes. */
export function blend(base: Picture, top: Picture, share: number, mask: Mask | null): Picture {
  const pixels = Buffer.allocUnsafe(base.pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const weight = share * (mask ? (mask.pixels[Math.floor(i / 3)] ?? 0) / 255 : 1);
    pixels[i] = Math.round((base.pixels[i] ?? 0) * (1 - weight) + (top.pixels[i] ?? 0) * weight);
  }
  return { ...base, pixels };
}

export function plainPicture(width: number, height: number, color: number): Picture {
  const pixels = Buffer.alloc(width * height * 3);
  const channels = [(color >> 16) & 255, (color >> 8) & 255, color & 255];
  for (let i = 0; i < pixels.length; i++) pixels[i] = channels[i % 3] ?? 0;
  return { width, height, channels: 3, pixels };
}

export function encodeJpeg(picture: Picture): Promise<Buffer> {
  return sharp(picture.pixels, { raw: rawShape(picture) })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** Several pictures as one animation, with a text where the format has a place for it. */
export async function encodeAnimation(
  pictures: readonly Picture[],
  format: 'webp' | 'gif',
  delayMs: number,
): Promise<Buffer> {
  const frames = await Promise.all(
    pictures.map((picture) =>
      sharp(picture.pixels, { raw: rawShape(picture) })
        .png()
        .toBuffer(),
    ),
  );
  const delay = pictures.map(() => Math.round(delayMs));
  const joined = sharp(frames, { join: { animated: true } });
  return format === 'webp' ? joined.webp({ delay, loop: 0 }).toBuffer() : joined.gif({ delay }).toBuffer();
}

function rawShape({ width, height, channels }: Picture): { width: number; height: number; channels: 3 | 4 } {
  return { width, height, channels };
}
