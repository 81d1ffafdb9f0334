import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Picture } from '../../common/picture.js';
import type { NodeContext } from '../execution/node-context.js';
import { kernelOf, plainPicture, readPicture, scalePicture } from '../pictures/picture-work.js';
import { PythonError } from '../python-error.js';
import type { Dict, Json } from '../python-json.js';
import { pythonStr } from '../python-str.js';
import { choice, defineNode, float, int, link } from './node-class.js';
import type { NodeClass, ValidationContext } from './node-class.js';
import type { NodeInputs } from './node-inputs.js';
import type { Images, Mask, Upscaler } from './values.js';

/** Nodes that read and scale pictures. */
export const imageNodes: readonly NodeClass[] = [
  defineNode({
    name: 'LoadImage',
    title: 'Load Image',
    module: 'nodes',
    category: 'image',
    required: {
      image: choice((has) => has.inputImages, { image_upload: true }),
    },
    outputs: ['IMAGE', 'MASK'],
    validate: { image: checkFile },
    isChanged: hashOf,
    run: async (inputs, context) => {
      const { picture, alpha } = await readPicture(fileOf(inputs, context));
      const mask: Mask = alpha
        ? {
            width: picture.width,
            height: picture.height,
            pixels: alpha.map((level) => 255 - level) as Buffer,
          }
        : { width: 64, height: 64, pixels: Buffer.alloc(64 * 64) };
      return [[picture], mask];
    },
  }),
  defineNode({
    name: 'LoadImageMask',
    title: 'Load Image (as Mask)',
    module: 'nodes',
    category: 'image',
    required: {
      image: choice((has) => has.inputImages, { image_upload: true }),
      channel: choice(['alpha', 'red', 'green', 'blue']),
    },
    outputs: ['MASK'],
    validate: { image: checkFile },
    isChanged: hashOf,
    run: async (inputs, context) => {
      const { picture, alpha } = await readPicture(fileOf(inputs, context));
      return [channelOf(picture, alpha, inputs.text('channel'))];
    },
  }),
  defineNode({
    name: 'ImageScale',
    title: 'Upscale Image',
    module: 'nodes',
    category: 'image/upscaling',
    required: {
      image: link('IMAGE'),
      upscale_method: choice(['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos']),
      width: int({ default: 512, min: 0, max: 16384, step: 1 }),
      height: int({ default: 512, min: 0, max: 16384, step: 1 }),
      crop: choice(['disabled', 'center']),
    },
    outputs: ['IMAGE'],
    run: async (inputs) => {
      const images = inputs.take<Images>('image');
      const size = targetSize(images, inputs.number('width'), inputs.number('height'));
      const crop = inputs.text('crop') === 'center';
      return [await scaleAll(images, size, inputs.text('upscale_method'), crop)];
    },
  }),
  defineNode({
    name: 'ImageScaleBy',
    title: 'Upscale Image By',
    module: 'nodes',
    category: 'image/upscaling',
    required: {
      image: link('IMAGE'),
      upscale_method: choice(['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos']),
      scale_by: float({ default: 1, min: 0.01, max: 8, step: 0.01 }),
    },
    outputs: ['IMAGE'],
    run: async (inputs) => {
      const images = inputs.take<Images>('image');
      const by = inputs.number('scale_by');
      return [await scaleAll(images, scaledSize(images, by), inputs.text('upscale_method'), false)];
    },
  }),
  defineNode({
    name: 'EmptyImage',
    title: 'Empty Image',
    module: 'nodes',
    category: 'image',
    required: {
      width: int({ default: 512, min: 1, max: 16384, step: 1 }),
      height: int({ default: 512, min: 1, max: 16384, step: 1 }),
      batch_size: int({ default: 1, min: 1, max: 4096 }),
      color: int({ default: 0, min: 0, max: 16777215, step: 1, display: 'color' }),
    },
    outputs: ['IMAGE'],
    run: (inputs) => {
      const picture = plainPicture(inputs.number('width'), inputs.number('height'), inputs.number('color'));
      return [Array.from({ length: inputs.number('batch_size') }, () => picture)];
    },
  }),
  defineNode({
    name: 'ImageUpscaleWithModel',
    title: 'Upscale Image (using Model)',
    module: 'comfy_extras.nodes_upscale_model',
    category: 'image/upscaling',
    required: {
      upscale_model: link('UPSCALE_MODEL'),
      image: link('IMAGE'),
    },
    outputs: ['IMAGE'],
    run: async (inputs, context) => {
      const images = inputs.take<Images>('image');
      const { factor, name } = inputs.take<Upscaler>('upscale_model');
      const { width, height } = scaledSize(images, factor);
      const upscaler = context.library.find('upscalers', name);
      if (upscaler) context.memory.use(upscaler);
      // It works in tiles of 512 pixels and tells of each.
      const tiles = Math.ceil(width / factor / 512) * Math.ceil(height / factor / 512) * images.length;
      for (let tile = 1; tile <= tiles; tile++) {
        await context.work(context.settings.decodeMs);
        context.progress(tile, tiles);
      }
      return [await scaleAll(images, { width, height }, 'bicubic', false)];
    },
  }),
];

function checkFile(image: Json, { findFile }: ValidationContext): string | true {
  return findFile(pythonStr(image)) === null ? `Invalid image file: ${pythonStr(image)}` : true;
}

/** A file that is overwritten counts as another input. */
async function hashOf(inputs: Dict, { findFile }: ValidationContext): Promise<string> {
  const file = findFile(pythonStr(inputs.get('image')));
  if (file === null) return '';
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function fileOf(inputs: NodeInputs, { findFile }: NodeContext): string {
  const file = findFile(inputs.text('image'));
  if (file === null)
    throw new PythonError(
      'FileNotFoundError',
      `[Errno 2] No such file or directory: '${inputs.text('image')}'`,
    );
  return file;
}

function channelOf(picture: Picture, alpha: Buffer | null, channel: string): Mask {
  const { width, height, pixels } = picture;
  if (channel === 'alpha')
    return {
      width,
      height,
      pixels: Buffer.from((alpha ?? Buffer.alloc(width * height, 255)).map((a) => 255 - a)),
    };
  const offset = ['red', 'green', 'blue'].indexOf(channel);
  const levels = Buffer.allocUnsafe(width * height);
  for (let i = 0; i < levels.length; i++) levels[i] = pixels[i * 3 + offset] ?? 0;
  return { width, height, pixels: levels };
}

interface Size {
  width: number;
  height: number;
}

/** A side of 0 follows from the other; both 0: unchanged. */
function targetSize(images: Images, width: number, height: number): Size {
  const [now] = images;
  if (!now || (width === 0 && height === 0)) return now ?? { width, height };
  if (width === 0) return { width: Math.max(1, Math.round((now.width * height) / now.height)), height };
  if (height === 0) return { width, height: Math.max(1, Math.round((now.height * width) / now.width)) };
  return { width, height };
}

function scaledSize(images: Images, by: number): Size {
  const [now] = images;
  return {
    width: Math.max(1, Math.round((now?.width ?? 0) * by)),
    height: Math.max(1, Math.round((now?.height ?? 0) * by)),
  };
}

function scaleAll(images: Images, { width, height }: Size, method: string, crop: boolean): Promise<Images> {
  return Promise.all(images.map((image) => scalePicture(image, width, height, kernelOf(method), crop)));
}
