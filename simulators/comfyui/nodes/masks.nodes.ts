import type { Picture } from '../../common/picture.js';
import { growMask } from '../pictures/masks.js';
import { blend, plainPicture, scaleMask, scalePicture } from '../pictures/picture-work.js';
import { defineNode, flag, int, link } from './node-class.js';
import type { NodeClass } from './node-class.js';
import type { Images, Mask } from './values.js';

/** Nodes that work on masks, as inpainting graphs use them. */
export const maskNodes: readonly NodeClass[] = [
  defineNode({
    name: 'GrowMask',
    module: 'comfy_extras.nodes_mask',
    category: 'mask',
    required: {
      mask: link('MASK'),
      expand: int({ default: 0, min: -16384, max: 16384, step: 1 }),
      tapered_corners: flag({ default: true }),
    },
    outputs: ['MASK'],
    run: (inputs) => [growMask(inputs.take<Mask>('mask'), inputs.number('expand'))],
  }),
  defineNode({
    name: 'InvertMask',
    module: 'comfy_extras.nodes_mask',
    category: 'mask',
    required: { mask: link('MASK') },
    outputs: ['MASK'],
    run: (inputs) => {
      const mask = inputs.take<Mask>('mask');
      return [{ ...mask, pixels: Buffer.from(mask.pixels.map((level) => 255 - level)) } satisfies Mask];
    },
  }),
  defineNode({
    name: 'ImageCompositeMasked',
    module: 'comfy_extras.nodes_mask',
    category: 'image',
    required: {
      destination: link('IMAGE'),
      source: link('IMAGE'),
      x: int({ default: 0, min: 0, max: 16384, step: 1 }),
      y: int({ default: 0, min: 0, max: 16384, step: 1 }),
      resize_source: flag({ default: false }),
    },
    optional: { mask: link('MASK') },
    outputs: ['IMAGE'],
    run: async (inputs) => {
      const below = inputs.take<Images>('destination');
      const above = inputs.take<Images>('source');
      const at = { x: inputs.number('x'), y: inputs.number('y') };
      const mask = inputs.has('mask') ? inputs.take<Mask>('mask') : null;
      const laid = below.map(async (base, i) => {
        const top = above[i % above.length] ?? base;
        const { width, height } = inputs.flag('resize_source') ? base : top;
        const scaled = await scalePicture(top, width, height, 'linear', false);
        return layOver(base, scaled, at, mask && (await scaleMask(mask, width, height)));
      });
      return [await Promise.all(laid)];
    },
  }),
];

/** `top` at that place over `base`, where the mask (none: everywhere) lets it. */
function layOver(base: Picture, top: Picture, at: { x: number; y: number }, mask: Mask | null): Picture {
  const { width, height } = base;
  const moved = plainPicture(width, height, 0);
  const moving = { width, height, pixels: Buffer.alloc(width * height) } satisfies Mask;
  for (let y = 0; y < top.height && at.y + y < height; y++) {
    const columns = Math.min(top.width, width - at.x);
    if (columns <= 0) break;
    const from = y * top.width;
    const to = (at.y + y) * width + at.x;
    top.pixels.copy(moved.pixels, to * 3, from * 3, (from + columns) * 3);
    if (mask) mask.pixels.copy(moving.pixels, to, from, from + columns);
    else moving.pixels.fill(255, to, to + columns);
  }
  return blend(base, moved, 1, moving);
}
