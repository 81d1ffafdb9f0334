// How large the pictures of a plain job are: what it starts from, the first pass, the second.
import { imageSize } from 'image-size';
import type { JsonObject } from '../../../../common/json.js';
import type { ChosenModel } from './choose-model.js';
import { number, type Draft } from './draft.js';

export interface Size {
  width: number;
  height: number;
}

export function sizeOf({ params, warnings }: Draft, { facts }: ChosenModel): Size {
  const side = (name: 'width' | 'height'): number => {
    const asked = number(params, name) ?? facts.side;
    const pixels = Math.max(facts.grid, asked - (asked % facts.grid));
    if (pixels !== asked)
      warnings.push(`${name} ${asked} is no multiple of ${facts.grid}: the image will have ${pixels}.`);
    return pixels;
  };
  return { width: side('width'), height: side('height') };
}

export function hiresSize(params: JsonObject, { width, height }: Size): Size {
  const x = number(params, 'hr_resize_x') ?? 0;
  const y = number(params, 'hr_resize_y') ?? 0;
  const scale = number(params, 'hr_scale') ?? 2;
  const wide = x > 0 ? x : y > 0 ? (width * y) / height : width * scale;
  const high = y > 0 ? y : x > 0 ? (height * x) / width : height * scale;
  return { width: floor8(wide), height: floor8(high) };
}

const floor8 = (pixels: number): number => Math.max(8, Math.floor(pixels / 8) * 8);

export function pixelsOf(base64: string): Size | null {
  try {
    return imageSize(Buffer.from(base64.slice(base64.indexOf(',') + 1), 'base64'));
  } catch {
    // Of a kind that is not known here: the server will say.
    return null;
  }
}
