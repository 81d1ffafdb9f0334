import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refusingFileCalls } from './fixtures/breaking-file-calls.js';
import { GalleryFixture, job, JOB_ID, mine, type GalleryParts } from './fixtures/gallery-fixture.js';
import { INFOTEXT, output, picture, textChunk, withPngChunk } from './fixtures/sample-images.js';
import { NotMineError, StorageError } from './gallery.errors.js';

const DAY = '2026-11-20';

describe('ImageStore', () => {
  let fixture: GalleryFixture;
  let parts: GalleryParts;
  beforeEach(async () => {
    fixture = await GalleryFixture.open();
    parts = fixture.process();
  });
  afterEach(() => fixture.close());

  const onDisk = (relativePath: string) => readFile(join(fixture.imagesDir, relativePath));

  it('saves the bytes exactly as the server made them', async () => {
    const images = [await picture('png', 1), await picture('jpeg', 2), await picture('webp', 3)];
    const saved = await parts.store.store(
      job(),
      images.map((bytes) => output(bytes)),
      mine,
    );
    expect(saved.map((image) => image.relativePath)).toEqual([
      `${DAY}/88615c9d_00001.png`,
      `${DAY}/88615c9d_00002.jpg`,
      `${DAY}/88615c9d_00003.webp`,
    ]);
    for (const [at, image] of saved.entries()) {
      expect((await onDisk(image.relativePath)).equals(images[at]!)).toBe(true);
      expect(image.sha256).toBe(createHash('sha256').update(images[at]!).digest('hex'));
    }
    expect(await fixture.filesOnDisk()).toHaveLength(3);
  });

  it('keeps size, seed, infotext and parameters with each image', async () => {
    const png = withPngChunk(await picture(), 'tEXt', textChunk.tEXt('parameters', INFOTEXT));
    const [image] = await parts.store.store(job(), [output(png)], mine);
    expect(image).toMatchObject({
      jobId: JOB_ID,
      idx: 0,
      width: 64,
      height: 48,
      bytes: png.length,
      seed: 42,
      infotext: INFOTEXT,
    });
    const [row] = await fixture.rows();
    expect(row).toMatchObject({
      state: 'saving',
      attempt: 1,
      serverAlias: 'tower',
      appType: 'forge',
      createdAt: '2026-11-20T12:00:00.000Z',
    });
    expect(JSON.parse(row!.paramsJson!)).toMatchObject({
      infotext: {
        prompt: 'a lighthouse',
        negative_prompt: 'fog',
        settings: { Sampler: 'Euler a', Model: 'sea' },
      },
      job: { prompt: 'a lighthouse', steps: 20 },
    });
  });

  it('believes the server about seed and infotext before the file', async () => {
    const png = withPngChunk(await picture(), 'tEXt', textChunk.tEXt('parameters', INFOTEXT));
    const [image] = await parts.store.store(job(), [output(png, { seed: 7, infotext: 'told' })], mine);
    expect(image).toMatchObject({ seed: 7, infotext: 'told' });
  });

  it('leaves a seed that would be stored wrong to the infotext', async () => {
    const infotext = 'x\nSteps: 1, Sampler: Euler, Seed: 18446744073709551615, Size: 64x48';
    const [image] = await parts.store.store(job(), [output(await picture(), { infotext })], mine);
    expect(image?.seed).toBeNull();
  });

  it('numbers grids and auxiliary pictures after the results', async () => {
    const roles = ['grid', 'image', 'auxiliary', 'image'] as const;
    const images = await Promise.all(
      roles.map(async (role, at) => output(await picture('png', at), { role, seed: at })),
    );
    const saved = await parts.store.store(job(), images, mine);
    expect(saved.map(({ idx, role, seed }) => [idx, role, seed])).toEqual([
      [0, 'image', 1],
      [1, 'image', 3],
      [2, 'grid', 0],
      [3, 'auxiliary', 2],
    ]);
  });

  it('stores nothing at all when one image is bad', async () => {
    const images = [output(await picture()), output(Buffer.from('<html>bad gateway</html>'))];
    await expect(parts.store.store(job(), images, mine)).rejects.toThrow(
      'Image 2 (image) is no PNG, JPEG, WebP or GIF file',
    );
    expect(await fixture.rows()).toEqual([]);
    expect(await fixture.filesOnDisk()).toEqual([]);
  });

  it('hands on what an attempt wrote completely before its process died', async () => {
    const bytes = [await picture('png', 1), await picture('jpeg', 2)];
    const written = await parts.store.store(
      job(1),
      bytes.map((one) => output(one)),
      mine,
    );
    const next = fixture.process();
    expect(await next.store.adopt(JOB_ID, 1, 2)).toEqual(written);
    expect(await fixture.confirm(parts.store, job(1))).toBe(0);
    expect(await fixture.confirm(next.store, job(2))).toBe(2);
    expect(await next.store.adopt(JOB_ID, 2, 3)).toBeNull();
  });

  it('hands on nothing when a picture is missing, damaged or of another attempt', async () => {
    expect(await parts.store.adopt(JOB_ID, 1, 2)).toBeNull();
    const [first, second] = await parts.store.store(
      job(1),
      [output(await picture('png', 1)), output(await picture('png', 2))],
      mine,
    );
    expect(await parts.store.adopt(JOB_ID, 2, 3)).toBeNull();
    await writeFile(join(fixture.imagesDir, second!.relativePath), 'damaged');
    expect(await parts.store.adopt(JOB_ID, 1, 2)).toBeNull();
    await rm(join(fixture.imagesDir, first!.relativePath));
    expect(await parts.store.adopt(JOB_ID, 1, 2)).toBeNull();
  });

  it('shows images from the commit of confirm on, with its unit or not at all', async () => {
    await parts.store.store(job(), [output(await picture()), output(await picture('png', 2))], mine);
    expect((await parts.gallery.imagesOf([JOB_ID])).size).toBe(0);
    const failing = fixture.database.write(async () => {
      await parts.store.confirm(JOB_ID, 1);
      throw new Error('job row lost');
    });
    await expect(failing).rejects.toThrow('job row lost');
    expect((await parts.gallery.imagesOf([JOB_ID])).size).toBe(0);
    expect(await fixture.confirm(parts.store, job())).toBe(2);
    expect((await parts.gallery.imagesOf([JOB_ID])).get(JOB_ID)).toHaveLength(2);
    expect(await fixture.confirm(parts.store, job())).toBe(0);
  });

  describe('names', () => {
    it('grow when another job has the same first characters', async () => {
      const other = `88615c9d-1f2e-${randomUUID().slice(14)}`;
      const third = `88615c9d-1f2e-${randomUUID().slice(14)}`;
      for (const id of [JOB_ID, other, third])
        await parts.store.store(job(1, id), [output(await picture('png', 1))], mine);
      const names = (await fixture.rows()).map((row) => row.filename);
      expect(names[0]).toBe('88615c9d_00001.png');
      expect(names[1]).toBe('88615c9d1f2e_00001.png');
      expect(names[2]).toMatch(/^88615c9d1f2e[0-9a-f]{4}_00001\.png$/);
      expect(new Set(names).size).toBe(3);
    });

    it('avoid a file that somebody else put there, and a broken link', async () => {
      await mkdir(join(fixture.imagesDir, DAY), { recursive: true });
      await writeFile(join(fixture.imagesDir, DAY, '88615c9d_00001.png'), 'mine, said somebody');
      await symlink('/nowhere', join(fixture.imagesDir, DAY, '88615c9d1f2e_00001.png'));
      const [image] = await parts.store.store(job(), [output(await picture())], mine);
      expect(image?.filename).toBe('88615c9d1f2e4a3b_00001.png');
      expect((await onDisk(`${DAY}/88615c9d_00001.png`)).toString()).toBe('mine, said somebody');
    });

    it('stay the same at every try, even on another day', async () => {
      const bytes = await picture();
      const [first] = await parts.store.store(job(1), [output(bytes)], mine);
      fixture.clock.pass(48 * 3_600_000);
      const [again] = await parts.store.store(job(2), [output(await picture('png', 9))], mine);
      expect(again?.relativePath).toBe(first?.relativePath);
      expect(await fixture.filesOnDisk()).toEqual([first?.relativePath]);
      expect((await onDisk(first!.relativePath)).equals(bytes)).toBe(false);
    });

    it('follow the real type when a retry brings another one', async () => {
      await parts.store.store(job(1), [output(await picture('png'))], mine);
      const [again] = await parts.store.store(job(2), [output(await picture('webp'))], mine);
      expect(again?.filename).toBe('88615c9d_00001.webp');
      expect(await fixture.filesOnDisk()).toEqual([`${DAY}/88615c9d_00001.webp`]);
      expect(await fixture.rows()).toHaveLength(1);
    });
  });

  it('drops the images that a later try does not bring any more', async () => {
    await parts.store.store(job(1), [output(await picture('png', 1)), output(await picture('png', 2))], mine);
    await parts.store.store(job(2), [output(await picture('png', 3))], mine);
    expect(await fixture.confirm(parts.store, job(2))).toBe(1);
    expect(await fixture.filesOnDisk()).toEqual([`${DAY}/88615c9d_00001.png`]);
  });

  it('discards what a failed job has not confirmed, and nothing else', async () => {
    const other = randomUUID();
    await parts.store.store(job(), [output(await picture())], mine);
    const [kept] = await parts.store.store(job(1, other), [output(await picture())], mine);
    await fixture.confirm(parts.store, job(1, other));
    await parts.store.discardUnsaved(JOB_ID);
    await parts.store.discardUnsaved(other);
    expect(await fixture.filesOnDisk()).toEqual([kept?.relativePath]);
    expect(await fixture.rows()).toHaveLength(1);
  });

  it('discards nothing of an attempt that has begun since', async () => {
    await parts.store.store(job(2), [output(await picture())], mine);
    await parts.store.discardUnsaved(JOB_ID, 1);
    expect(await fixture.confirm(parts.store, job(2))).toBe(1);
    expect(await fixture.filesOnDisk()).toHaveLength(1);
  });

  it.each(['EPERM', 'ENOTSUP', 'EXDEV'])('copies where hard links answer %s', async (code) => {
    const { store } = fixture.process(refusingFileCalls('link', code));
    const bytes = await picture();
    const [image] = await store.store(job(1), [output(bytes)], mine);
    expect((await onDisk(image!.relativePath)).equals(bytes)).toBe(true);
    const later = await picture('png', 9);
    await store.store(job(2), [output(later)], mine);
    expect((await onDisk(image!.relativePath)).equals(later)).toBe(true);
    await expect(store.store(job(2), [output(bytes)], lostOnSecondCall())).rejects.toBeInstanceOf(
      NotMineError,
    );
    expect((await onDisk(image!.relativePath)).equals(later)).toBe(true);
    expect(await fixture.filesOnDisk()).toEqual([image!.relativePath]);
  });

  describe('on a disk that refuses', () => {
    const refusals = [
      ['writeFile', 'ENOSPC', 'disk_full'],
      ['writeFile', 'EDQUOT', 'disk_full'],
      ['writeFile', 'EIO', 'storage_failed'],
      ['open', 'EACCES', 'storage_failed'],
      ['mkdir', 'EROFS', 'storage_failed'],
      ['link', 'ENOSPC', 'disk_full'],
    ] as const;
    it.each(refusals)(
      'names folder and cure when %s answers %s, and can be tried again',
      async (call, errno, code) => {
        const fs =
          call === 'writeFile' ? refusingFileCalls('open', errno, true) : refusingFileCalls(call, errno);
        const refused = fixture.process(fs).store.store(job(), [output(await picture())], mine);
        await expect(refused).rejects.toMatchObject({ name: 'StorageError', code, logLevel: 'error' });
        await expect(refused).rejects.toThrow(/: check that|: free some/);
        await expect(refused).rejects.toThrow(fixture.dataDir);
        expect(await fixture.filesOnDisk()).toEqual([]);
        const [image] = await parts.store.store(job(), [output(await picture())], mine);
        expect(await fixture.filesOnDisk()).toEqual([image?.relativePath]);
        expect(await fixture.rows()).toHaveLength(1);
      },
    );

    it('says so when a file stands in the place of the folder', async () => {
      await writeFile(fixture.imagesDir, 'not a folder');
      await expect(parts.store.store(job(), [output(await picture())], mine)).rejects.toBeInstanceOf(
        StorageError,
      );
      expect(await fixture.rows()).toHaveLength(1);
    });
  });

  it('refuses an attempt that has lost its job before it writes anything', async () => {
    await expect(
      parts.store.store(job(), [output(await picture())], async () => false),
    ).rejects.toBeInstanceOf(NotMineError);
    expect(await fixture.rows()).toEqual([]);
    expect(existsSync(fixture.imagesDir)).toBe(false);
  });
});

/** True when the store begins, false when it asks about a file that is already there. */
function lostOnSecondCall(): () => Promise<boolean> {
  let calls = 0;
  return async () => (calls += 1) === 1;
}
