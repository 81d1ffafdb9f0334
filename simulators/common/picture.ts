import { createHash } from 'node:crypto';

/**
 * Draws the pictures: soft colour waves with a mirrored sign in the middle, all derived from a text
 * that names every parameter, so the same request gives the same bytes. An unfinished picture is
 * the same one under noise.
 */
export interface Picture {
  width: number;
  height: number;
  /** Bytes per pixel: 3 RGB, 4 RGBA. */
  channels: 3 | 4;
  pixels: Buffer;
}

/** `finished` from 0 (noise) to 1. Sizes are taken as they are; callers round to multiples of 8. */
export function drawPicture(recipe: string, width: number, height: number, finished = 1): Picture {
  const genes = createHash('sha256').update(recipe).digest();
  const palette = paletteOf(genes);
  const wave = {
    x: waveTable(genes, 9, width),
    y: waveTable(genes, 12, height),
    xy: waveTable(genes, 15, width + height),
  };
  const sign = signOf(genes, width, height);
  const pixels = Buffer.allocUnsafe(width * height * 3);
  let noise = genes.readUInt32LE(28) | 1;
  const grain = (1 - finished) * 255;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const shade = (wave.x[x] ?? 0) + (wave.y[y] ?? 0) + (wave.xy[x + y] ?? 0) + sign(x, y);
      const color = (Math.floor(shade) & 255) * 3;
      for (let c = 0; c < 3; c++) {
        let level = palette[color + c] ?? 0;
        if (grain > 0) {
          noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
          level = level * finished + (noise >>> 24) * (grain / 255);
        }
        pixels[at + c] = level;
      }
    }
  }
  return { width, height, channels: 3, pixels };
}

export function blackPicture(width: number, height: number): Picture {
  return { width, height, channels: 3, pixels: Buffer.alloc(width * height * 3) };
}

/** 256 colours running in a loop through three of the recipe's own. */
function paletteOf(genes: Buffer): Buffer {
  const palette = Buffer.alloc(256 * 3);
  for (let i = 0; i < 256; i++) {
    const turn = (i / 256) * 3;
    const from = Math.floor(turn) % 3;
    const blend = turn - Math.floor(turn);
    for (let c = 0; c < 3; c++) {
      const a = genes[from * 3 + c] ?? 0;
      const b = genes[((from + 1) % 3) * 3 + c] ?? 0;
      palette[i * 3 + c] = a + (b - a) * blend;
    }
  }
  return palette;
}

function waveTable(genes: Buffer, offset: number, length: number): Float32Array {
  const waves = 0.5 + (genes[offset] ?? 0) / 110;
  const phase = ((genes[offset + 1] ?? 0) / 255) * 2 * Math.PI;
  const height = 20 + (genes[offset + 2] ?? 0) / 6;
  return Float32Array.from(
    { length },
    (_, i) => height * (1 + Math.sin((i / length) * waves * 2 * Math.PI + phase)),
  );
}

/** A 6×6 sign, mirrored left to right, over the middle half of the picture. */
function signOf(genes: Buffer, width: number, height: number): (x: number, y: number) => number {
  const cell = Math.max(1, Math.floor(Math.min(width, height) / 12));
  const left = Math.floor(width / 2) - 3 * cell;
  const top = Math.floor(height / 2) - 3 * cell;
  return (x, y) => {
    const column = Math.floor((x - left) / cell);
    const row = Math.floor((y - top) / cell);
    if (column < 0 || column > 5 || row < 0 || row > 5) return 0;
    const bit = row * 3 + Math.min(column, 5 - column);
    return ((genes[18 + (bit >> 3)] ?? 0) >> (bit & 7)) & 1 ? 70 : 0;
  };
}

/** All pictures in one, in rows, as both servers arrange a grid. */
export function joinToGrid(pictures: readonly Picture[]): Picture {
  const first = pictures[0];
  if (!first) throw new Error('a grid needs at least one picture');
  const rows = Math.round(Math.sqrt(pictures.length));
  const columns = Math.ceil(pictures.length / rows);
  const [width, height] = [first.width * columns, first.height * rows];
  const pixels = Buffer.alloc(width * height * 3);
  pictures.forEach((picture, index) => {
    const left = (index % columns) * first.width;
    const top = Math.floor(index / columns) * first.height;
    for (let y = 0; y < picture.height; y++) {
      const from = y * picture.width * 3;
      picture.pixels.copy(pixels, ((top + y) * width + left) * 3, from, from + picture.width * 3);
    }
  });
  return { width, height, channels: 3, pixels };
}
