import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { eventually } from '../../../test/support/eventually.js';
import { GalleryFixture, job, mine } from '../fixtures/gallery-fixture.js';
import { output, picture } from '../fixtures/sample-images.js';
import { Thumbnails } from '../thumbnails.js';
import { PreviewWorker } from './preview-worker.js';
import { PreviewsRepository } from './previews.repository.js';

describe(PreviewWorker.name, () => {
  let fixture: GalleryFixture;
  let worker: PreviewWorker;
  let folder: string;

  beforeEach(async () => {
    fixture = await GalleryFixture.open();
    folder = join(fixture.dataDir, 'thumbnails');
    worker = start();
  });
  afterEach(async () => {
    await worker.onModuleDestroy();
    await fixture.close();
  });

  function start(): PreviewWorker {
    const previews = new PreviewsRepository(fixture.database);
    return new PreviewWorker(previews, fixture.repository, fixture.process().files, new Thumbnails(folder));
  }

  async function save(bytes: Buffer[], jobId?: string): Promise<string[]> {
    const { store } = fixture.process();
    const images = await store.store(
      job(1, jobId),
      bytes.map((one) => output(one)),
      mine,
    );
    await fixture.confirm(store, job(1, jobId));
    return images.map((image) => image.sha256);
  }

  const path = (sha256: string, size: 256 | 512): string =>
    join(folder, sha256.slice(0, 2), size === 512 ? `${sha256}.webp` : `${sha256}-256.webp`);
  const states = async (): Promise<string[]> => (await fixture.rows()).map((row) => row.previews);

  it('makes two sizes of each image as soon as it is saved', async () => {
    worker.onApplicationBootstrap();
    const [sha256] = await save([await picture('png', 1, 1000, 500)]);
    await eventually(async () => (await states())[0] === 'made');
    expect(await sharp(path(sha256!, 512)).metadata()).toMatchObject({
      format: 'webp',
      width: 512,
      height: 256,
    });
    expect(await sharp(path(sha256!, 256)).metadata()).toMatchObject({
      format: 'webp',
      width: 256,
      height: 128,
    });
  });

  it('catches up with images that were saved while it did not run', async () => {
    await save([await picture('png', 1), await picture('png', 2), await picture('jpeg', 3)]);
    worker.onApplicationBootstrap();
    await eventually(async () => (await states()).every((state) => state === 'made'));
    await worker.onModuleDestroy();
    const [later] = await save([await picture('png', 4)], '99999999-1f2e-4a3b-8c4d-5e6f70819203');
    expect(existsSync(path(later!, 512))).toBe(false);
    worker = start();
    worker.onApplicationBootstrap();
    await eventually(() => existsSync(path(later!, 256)));
  });

  it('leaves previews that are there as they are', async () => {
    const [sha256] = await save([await picture('png', 1, 600, 600)]);
    mkdirSync(join(path(sha256!, 512), '..'), { recursive: true });
    writeFileSync(path(sha256!, 512), 'there already');
    worker.onApplicationBootstrap();
    await eventually(() => existsSync(path(sha256!, 256)));
    expect((await sharp(path(sha256!, 256)).metadata()).width).toBe(256);
    await expect(sharp(path(sha256!, 512)).metadata()).rejects.toThrow();
  });

  it('goes on behind damaged and missing files, and does not try them again and again', async () => {
    await save([await picture('png', 1, 300, 200), await picture('png', 2), await picture('png', 3)]);
    const [damaged, missing] = await fixture.rows();
    const file = join(fixture.imagesDir, damaged!.relativePath);
    writeFileSync(file, (await picture('png', 1, 300, 200)).subarray(0, 100));
    await rm(join(fixture.imagesDir, missing!.relativePath));
    worker.onApplicationBootstrap();
    await eventually(async () => !(await states()).includes('wanted'));
    expect(await states()).toEqual(['failed', 'failed', 'made']);
  });
});
