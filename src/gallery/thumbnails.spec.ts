import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { picture } from './fixtures/sample-images.js';
import { PreviewFailedError, StorageError } from './gallery.errors.js';
import type { LocatedFile } from './image-files.js';
import { Thumbnails, type MakePreview } from './thumbnails.js';

const IMAGE = { sha256: 'ab'.repeat(32), filename: '88615c9d_00001.png' };

describe('Thumbnails', () => {
  let folder: string;
  let source: LocatedFile;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thumbnails-'));
    source = { root: folder, path: 'source.png' };
    await writeFile(join(folder, 'source.png'), await picture('png', 1, 1500, 750));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const inFolder = (makePreview?: MakePreview) => new Thumbnails(join(folder, 'thumbnails'), makePreview);
  const metadata = async (file: LocatedFile) => sharp(await readFile(join(file.root, file.path))).metadata();

  it('are WebP with the longest side as asked for, kept by hash', async () => {
    const thumbnails = inFolder();
    const file = await thumbnails.of(IMAGE, source, 512);
    expect(file).toEqual({ root: join(folder, 'thumbnails'), path: `ab/${IMAGE.sha256}.webp` });
    expect(await metadata(file)).toMatchObject({ format: 'webp', width: 512, height: 256 });
    expect(await metadata(await thumbnails.of(IMAGE, source, 256))).toMatchObject({
      width: 256,
      height: 128,
    });
    expect(await readdir(join(folder, 'thumbnails', 'ab'))).toHaveLength(2);
  });

  it('do not enlarge', async () => {
    await writeFile(join(folder, 'source.png'), await picture('png', 1, 64, 48));
    expect(await metadata(await inFolder().of(IMAGE, source, 1024))).toMatchObject({ width: 64, height: 48 });
  });

  it('are made once, by whoever asks first, and found by the next process', async () => {
    let made = 0;
    const count: MakePreview = async () => {
      made += 1;
      return picture('webp');
    };
    const thumbnails = inFolder(count);
    await Promise.all(Array.from({ length: 20 }, () => thumbnails.of(IMAGE, source, 512)));
    await thumbnails.of(IMAGE, source, 512);
    await inFolder(count).of(IMAGE, source, 512);
    expect(made).toBe(1);
  });

  it('are made two at a time', async () => {
    let now = 0;
    let most = 0;
    const thumbnails = inFolder(async () => {
      most = Math.max(most, (now += 1));
      const bytes = await picture('webp');
      now -= 1;
      return bytes;
    });
    const ids = Array.from({ length: 12 }, (_, at) => ({
      ...IMAGE,
      sha256: at.toString(16).padStart(64, '0'),
    }));
    await Promise.all(ids.map((image) => thumbnails.of(image, source, 512)));
    expect(most).toBe(2);
  });

  it('can be had again after a failure', async () => {
    let fail = true;
    const thumbnails = inFolder(async () => {
      if (fail) throw new Error('out of memory');
      return picture('webp');
    });
    await expect(thumbnails.of(IMAGE, source, 512)).rejects.toBeInstanceOf(PreviewFailedError);
    fail = false;
    expect(await metadata(await thumbnails.of(IMAGE, source, 512))).toMatchObject({ format: 'webp' });
  });

  it('leave nothing behind when the file is damaged or the disk refuses', async () => {
    await writeFile(join(folder, 'source.png'), (await picture('png', 1, 1500, 750)).subarray(0, 200));
    await expect(inFolder().of(IMAGE, source, 512)).rejects.toBeInstanceOf(PreviewFailedError);
    await mkdir(join(folder, 'thumbnails'));
    await writeFile(join(folder, 'thumbnails', 'ab'), 'not a folder');
    await expect(inFolder(() => picture('webp')).of(IMAGE, source, 512)).rejects.toBeInstanceOf(StorageError);
    expect(await readdir(join(folder, 'thumbnails'))).toEqual(['ab']);
  });

  it('go with their image in every size', async () => {
    const thumbnails = inFolder();
    for (const size of [256, 512, 1024] as const) await thumbnails.of(IMAGE, source, size);
    await thumbnails.remove(IMAGE.sha256);
    await thumbnails.remove(IMAGE.sha256);
    expect(await readdir(join(folder, 'thumbnails', 'ab'))).toEqual([]);
  });
});
