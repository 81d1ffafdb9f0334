// Draws many images on one sheet, each with a line of text below. All of the work is done by sharp, off the event loop.
import sharp, { type OverlayOptions } from 'sharp';

export interface SheetImage {
  /** Absolute; null where the file is gone, which leaves its place empty. */
  path: string | null;
  caption: string;
}

export interface SheetOptions {
  columns: number;
  /** Pixels of the longest side of an image; made smaller where the sheet would grow too large. */
  size: number;
  captions: boolean;
  format: 'jpeg' | 'webp';
}

const GAP = 8;
const CAPTION_PX = 20;
const MIN_SIZE = 32;
const MAX_SHEET_PIXELS = 40_000_000;
/** WebP has no more. */
const MAX_SIDE = 16_383;
const TIMEOUT_SECONDS = 60;
const BACKGROUND = '#15171c';
const TEXT = '#c9d1d9';

/** The largest that a sheet can be; rows of wide images are lower than it says. */
interface Layout {
  columns: number;
  size: number;
  captionPx: number;
  width: number;
  height: number;
}

/** An image as it will be drawn; null where there is none. */
type Picture = { bytes: Buffer; width: number; height: number } | null;

export async function drawSheet(images: readonly SheetImage[], options: SheetOptions): Promise<Buffer> {
  const layout = layOut(images.length, { ...options, captions: options.captions && (await canWrite()) });
  const layers: OverlayOptions[] = [];
  let top = GAP;
  for (let first = 0; first < images.length; first += layout.columns) {
    const row = images.slice(first, first + layout.columns);
    const pictures = await Promise.all(row.map(({ path }) => pictureAt(path, layout.size)));
    const height = Math.max(MIN_SIZE, ...pictures.map((picture) => picture?.height ?? 0));
    layers.push(...pictures.flatMap((picture, column) => placed(picture, column, top, height, layout)));
    if (layout.captionPx) layers.push(captionRow(row, top + height, layout));
    top += height + layout.captionPx + GAP;
  }
  return encode({ width: layout.width, height: top }, layers, options.format);
}

function encode(
  { width, height }: { width: number; height: number },
  layers: OverlayOptions[],
  format: SheetOptions['format'],
): Promise<Buffer> {
  const sheet = sharp({ create: { width, height, channels: 3, background: BACKGROUND } })
    .composite(layers)
    .timeout({ seconds: TIMEOUT_SECONDS });
  return (format === 'webp' ? sheet.webp({ quality: 80 }) : sheet.jpeg({ quality: 85 })).toBuffer();
}

/** Exported for its spec. */
export function layOut(images: number, options: Omit<SheetOptions, 'format'>): Layout {
  const columns = Math.max(1, Math.min(options.columns, images));
  const rows = Math.ceil(images / columns);
  const captionPx = options.captions ? CAPTION_PX : 0;
  for (let size = options.size; ; size = Math.floor(size * 0.9)) {
    const width = GAP + columns * (size + GAP);
    const height = GAP + rows * (size + captionPx + GAP);
    const fits = width * height <= MAX_SHEET_PIXELS && Math.max(width, height) <= MAX_SIDE;
    if (fits || size <= MIN_SIZE)
      return { columns, size: Math.max(size, MIN_SIZE), captionPx, width, height };
  }
}

/** Null when the file is gone or no picture (any more): its place stays empty, the sheet is drawn nevertheless. */
async function pictureAt(path: string | null, size: number): Promise<Picture> {
  if (path === null) return null;
  try {
    const { data, info } = await sharp(path, { failOn: 'error', limitInputPixels: 4_000_000 })
      .resize({ width: size, height: size, fit: 'inside' })
      .flatten({ background: BACKGROUND })
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height };
  } catch {
    return null;
  }
}

/** In the middle of its cell. */
function placed(
  picture: Picture,
  column: number,
  top: number,
  rowHeight: number,
  { size }: Layout,
): OverlayOptions[] {
  if (!picture) return [];
  const left = GAP + column * (size + GAP) + Math.floor((size - picture.width) / 2);
  return [{ input: picture.bytes, left, top: top + Math.floor((rowHeight - picture.height) / 2) }];
}

/** One strip of text for a row of images. */
function captionRow(
  row: readonly SheetImage[],
  top: number,
  { size, captionPx, width }: Layout,
): OverlayOptions {
  const texts = row.map(({ caption }, column) =>
    textAt(caption, GAP + column * (size + GAP) + size / 2, size),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${captionPx}">${texts.join('')}</svg>`;
  return { input: Buffer.from(svg), left: 0, top };
}

function textAt(caption: string, x: number, size: number): string {
  const fontSize = Math.min(13, Math.floor((size / Math.max(1, caption.length)) * 1.6));
  return `<text x="${x}" y="15" text-anchor="middle" font-family="sans-serif" font-size="${fontSize}" fill="${TEXT}">${escaped(caption)}</text>`;
}

function escaped(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '').replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

let writing: Promise<boolean> | undefined;

/** A small container may have no fonts at all; then nothing is written rather than boxes. */
function canWrite(): Promise<boolean> {
  writing ??= hasInk('0123456789').catch(() => false);
  return writing;
}

async function hasInk(text: string): Promise<boolean> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="20">${textAt(text, 60, 120)}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).raw().toBuffer({ resolveWithObject: true });
  for (let at = info.channels - 1; at < data.length; at += info.channels) if (data[at]! > 0) return true;
  return false;
}
