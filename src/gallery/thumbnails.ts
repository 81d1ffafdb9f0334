// Small WebP copies of images, made in the background (`previews/`) or when first asked for, and kept by the content's hash. They can all be deleted at
// any time: they come back.
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { asStorageError, isFileError, PreviewFailedError } from './gallery.errors.js';
import { nothingIfAbsent, type LocatedFile } from './image-files.js';
import { MAX_PIXELS } from './inspect-image.js';
import { Slots } from './slots.js';

export const PREVIEW_SIZES = [256, 512, 1024] as const;
/** Pixels of the longest side; smaller images are not enlarged. */
export type PreviewSize = (typeof PREVIEW_SIZES)[number];
export const USUAL_PREVIEW_SIZE: PreviewSize = 512;
/** What lists show; the largest first. */
const PREPARED_SIZES = [512, 256] as const satisfies PreviewSize[];

const AT_ONCE = 2;
const TIMEOUT_SECONDS = 30;
const READ = { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true } as const;
const WEBP = { quality: 80 } as const;

/** Turns an image file into the bytes of its preview. */
export type MakePreview = (source: string, size: PreviewSize) => Promise<Buffer>;

export class Thumbnails {
  private readonly underway = new Map<string, Promise<void>>();
  private readonly slots = new Slots(AT_ONCE);
  private made = 0;

  constructor(
    /** Absolute. */
    private readonly root: string,
    private readonly makePreview: MakePreview = makeWebp,
  ) {}

  /**
   * The preview's file. Requests for the same one at the same time share the work.
   * @throws PreviewFailedError, StorageError
   */
  async of(
    image: { sha256: string; filename: string },
    source: LocatedFile,
    size: PreviewSize,
  ): Promise<LocatedFile> {
    const path = thumbnailPath(image.sha256, size);
    const target = join(this.root, path);
    if (!(await stat(target).catch(nothingIfAbsent)))
      await this.makeOnce(target, join(source.root, source.path), size, image.filename);
    return { root: this.root, path };
  }

  /**
   * Makes those of the sizes that lists show which are not there yet, and decodes the image once for all of them.
   * @throws PreviewFailedError, StorageError
   */
  async prepare(image: { sha256: string; filename: string }, source: LocatedFile): Promise<void> {
    const targets = PREPARED_SIZES.map((size) => join(this.root, thumbnailPath(image.sha256, size)));
    const present = await Promise.all(targets.map((target) => stat(target).catch(nothingIfAbsent)));
    if (present.every(Boolean)) return;
    const made = await makeAll(join(source.root, source.path)).catch((error: unknown) => {
      throw new PreviewFailedError(image.filename, error);
    });
    for (const [at, target] of targets.entries()) if (!present[at]) await this.keep(target, made[at]!);
  }

  /** How many there are, and their bytes. */
  async measure(): Promise<{ files: number; bytes: number }> {
    const sum = { files: 0, bytes: 0 };
    for (const folder of (await readdir(this.root).catch(nothingIfAbsent)) ?? []) {
      for (const name of (await readdir(join(this.root, folder)).catch(nothingIfAbsent)) ?? []) {
        const stats = await stat(join(this.root, folder, name)).catch(nothingIfAbsent);
        if (!stats?.isFile()) continue;
        sum.files += 1;
        sum.bytes += stats.size;
      }
    }
    return sum;
  }

  /** All sizes. Another image of the same content makes its own again. */
  async remove(sha256: string): Promise<void> {
    await Promise.all(
      PREVIEW_SIZES.map((size) => rm(join(this.root, thumbnailPath(sha256, size)), { force: true })),
    );
  }

  private makeOnce(target: string, source: string, size: PreviewSize, filename: string): Promise<void> {
    const present = this.underway.get(target);
    if (present) return present;
    const work = this.slots
      .run(() => this.make(target, source, size, filename))
      .finally(() => this.underway.delete(target));
    this.underway.set(target, work);
    return work;
  }

  private async make(target: string, source: string, size: PreviewSize, filename: string): Promise<void> {
    const bytes = await this.makePreview(source, size).catch((error: unknown) => {
      throw new PreviewFailedError(filename, error);
    });
    await this.keep(target, bytes);
  }

  private async keep(target: string, bytes: Buffer): Promise<void> {
    this.made += 1;
    const temporary = `${target}.${process.pid}-${this.made}.part`;
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeDurably(temporary, bytes);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw isFileError(error) ? asStorageError(error, dirname(target)) : error;
    }
  }
}

/** `<ab>/<sha256>.webp`; unusual sizes carry theirs. */
export function thumbnailPath(sha256: string, size: PreviewSize): string {
  const suffix = size === USUAL_PREVIEW_SIZE ? '' : `-${size}`;
  return `${sha256.slice(0, 2)}/${sha256}${suffix}.webp`;
}

/** Synced, because a power loss must not leave an empty file that would be served for ever. */
async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function makeWebp(source: string, size: PreviewSize): Promise<Buffer> {
  return shrunk(sharp(source, READ), size).webp(WEBP).timeout({ seconds: TIMEOUT_SECONDS }).toBuffer();
}

/** In the order of `PREPARED_SIZES`. The smaller ones are made of the pixels of the largest. */
async function makeAll(source: string): Promise<Buffer[]> {
  const [largest] = PREPARED_SIZES;
  const { data, info } = await shrunk(sharp(source, READ), largest)
    .timeout({ seconds: TIMEOUT_SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const made: Buffer[] = [];
  for (const size of PREPARED_SIZES) {
    const pixels = sharp(data, { raw: { width, height, channels } });
    made.push(await (size === largest ? pixels : shrunk(pixels, size)).webp(WEBP).toBuffer());
  }
  return made;
}

function shrunk(image: Sharp, size: PreviewSize): Sharp {
  return image.resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true });
}
