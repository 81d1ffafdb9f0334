// The gallery through HTTP: what clients get, and what they do not get.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import request from 'supertest';
import { eventually } from '../../test/support/eventually.js';
import { GalleryApp } from './fixtures/gallery-app.js';
import { type GalleryFixture, job, JOB_ID, mine } from './fixtures/gallery-fixture.js';
import { INFOTEXT, output, picture } from './fixtures/sample-images.js';
import type { GalleryImageDto } from './gallery.dto.js';
import type { ImageStore } from './image-store.js';
import type { GalleryPageDto } from './search/search.dto.js';

const NAME = '88615c9d_00001.png';
const SECRET = 'the secret of the queue';

describe('the gallery over HTTP', () => {
  let app: GalleryApp;
  let fixture: GalleryFixture;
  let store: ImageStore;
  const save: GalleryApp['save'] = (...args) => app.save(...args);
  const http = () => request(app.server);

  beforeEach(async () => {
    app = await GalleryApp.open();
    ({ fixture, store } = app);
  });
  afterEach(() => app.close());

  const list = async (query = '') =>
    (await http().get(`/api/v1/gallery/images${query}`).expect(200)).body as GalleryPageDto;

  describe('downloads', () => {
    it('are the exact bytes, shown as a picture and as nothing else', async () => {
      const bytes = await picture();
      await save([bytes]);
      const response = await http().get(`/api/v1/images/download/${NAME}`).expect(200);
      expect((response.body as Buffer).equals(bytes)).toBe(true);
      expect(response.headers).toMatchObject({
        'content-type': 'image/png',
        'content-length': String(bytes.length),
        'content-disposition': `inline; filename="${NAME}"`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=31536000, immutable',
        etag: `"${createHash('sha256').update(bytes).digest('hex')}"`,
        'accept-ranges': 'bytes',
      });
    });

    it.each([
      ['jpeg', '88615c9d_00001.jpg', 'image/jpeg'],
      ['webp', '88615c9d_00001.webp', 'image/webp'],
    ] as const)('have their real type: %s', async (format, name, mediaType) => {
      await save([await picture(format)]);
      const response = await http()
        .get(`/api/v1/images/download/${name}?attachment=1`)
        .expect(200)
        .expect('content-type', mediaType);
      expect(response.headers['content-disposition']).toBe(`attachment; filename="${name}"`);
    });

    it('come in ranges and not again to whoever has them', async () => {
      const bytes = await picture();
      await save([bytes]);
      const part = await http()
        .get(`/api/v1/images/download/${NAME}`)
        .set('Range', 'bytes=10-19')
        .expect(206);
      expect((part.body as Buffer).equals(bytes.subarray(10, 20))).toBe(true);
      expect(part.headers['content-range']).toBe(`bytes 10-19/${bytes.length}`);
      const etag = part.headers['etag'] as string;
      await http().get(`/api/v1/images/download/${NAME}`).set('If-None-Match', etag).expect(304);
      const beyond = await http()
        .get(`/api/v1/images/download/${NAME}`)
        .set('Range', 'bytes=99999999-')
        .expect(416);
      expect(beyond.body).toMatchObject({ error: 'range_not_satisfiable' });
      expect(beyond.headers['cache-control']).toBeUndefined();
      expect(beyond.headers['content-type']).toMatch('application/json');
      await http()
        .head(`/api/v1/images/download/${NAME}`)
        .expect(200)
        .expect('content-length', String(bytes.length));
    });

    it('are not found while their job is not completed, or when the file or the name is unknown', async () => {
      const [image] = await store.store(job(), [output(await picture())], mine);
      await http().get(`/api/v1/images/download/${NAME}`).expect(404);
      await fixture.confirm(store, job());
      await http().get(`/api/v1/images/download/${NAME}`).expect(200);
      await rm(join(fixture.imagesDir, image!.relativePath));
      for (const path of [`download/${NAME}`, `preview/${NAME}`]) {
        const response = await http().get(`/api/v1/images/${path}`).expect(404);
        expect(response.body).toMatchObject({ error: 'image_file_missing' });
        expect(response.headers['cache-control']).toBeUndefined();
      }
      expect((await http().get('/api/v1/images/download/00000000_00001.png').expect(404)).body).toMatchObject(
        { error: 'image_not_found' },
      );
    });

    it('never leave the images folder, even through a link or a row that was tampered with', async () => {
      await save([await picture()]);
      await writeFile(join(fixture.dataDir, 'secret.key'), SECRET);
      await rm(join(fixture.imagesDir, '2026-11-20'), { recursive: true, force: true });
      const [row] = await fixture.rows();
      const folder = join(fixture.imagesDir, row!.relativePath, '..');
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      await symlink(join(fixture.dataDir, 'secret.key'), join(fixture.imagesDir, row!.relativePath));
      await http().get(`/api/v1/images/download/${NAME}`).expect(404);
      await http().get(`/api/v1/images/preview/${NAME}`).expect(404);
      await fixture.database.write((manager) =>
        manager.query(`UPDATE images SET relative_path = '../secret.key'`),
      );
      const response = await http().get(`/api/v1/images/download/${NAME}`).expect(500);
      expect(JSON.stringify(response.body)).not.toContain('secret.key');
    });
  });

  describe('previews', () => {
    it('are WebP of at most 512 pixels, or of the size asked for', async () => {
      await save([await picture('png', 1, 2000, 1000)]);
      const usual = await http()
        .get(`/api/v1/images/preview/${NAME}`)
        .expect(200)
        .expect('content-type', 'image/webp');
      expect(await sharp(usual.body as Buffer).metadata()).toMatchObject({
        format: 'webp',
        width: 512,
        height: 256,
      });
      expect(usual.headers['cache-control']).toContain('immutable');
      const small = await http().get(`/api/v1/images/preview/${NAME}?size=256`).expect(200);
      expect(await sharp(small.body as Buffer).metadata()).toMatchObject({ width: 256 });
      expect(small.headers['etag']).not.toBe(usual.headers['etag']);
      await http()
        .get(`/api/v1/images/preview/${NAME}`)
        .set('If-None-Match', usual.headers['etag'] as string)
        .expect(304);
      await http().get(`/api/v1/images/preview/${NAME}?size=9000`).expect(400);
    });
  });

  describe('the list', () => {
    it('has the fields of the original and more', async () => {
      const bytes = await picture();
      await save([bytes]);
      const page = await list();
      expect(page).toMatchObject({ total: 1, next_cursor: null });
      expect(page.images[0]).toMatchObject({
        filename: NAME,
        size: bytes.length,
        job_id_prefix: '88615c9d',
        job_id: JOB_ID,
        idx: 0,
        width: 64,
        height: 48,
        seed: 42,
        media_type: 'image/png',
        server_alias: 'tower',
        app_type: 'forge',
        preview_url: `/api/v1/images/preview/${NAME}`,
        download_url: `/api/v1/images/download/${NAME}`,
      });
      expect(Date.parse(page.images[0]!.created)).not.toBeNaN();
      await http().get(page.images[0]!.preview_url).expect(200);
      await http().get(page.images[0]!.download_url).expect(200);
    });

    it('pages newest first without repeats or gaps while images arrive', async () => {
      const ids = Array.from({ length: 7 }, () => randomUUID());
      for (const id of ids) await save([await picture()], id);
      const seen: GalleryImageDto[] = [];
      let cursor: string | null = null;
      do {
        const page: GalleryPageDto = await list(`?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
        seen.push(...page.images);
        cursor = page.next_cursor;
        await save([await picture()], randomUUID());
      } while (cursor);
      expect(seen.map((image) => image.job_id)).toEqual([...ids].reverse());
    });

    it('is filtered by job, server, app_type and role', async () => {
      const other = randomUUID();
      await save([await picture('png', 1), await picture('png', 2)]);
      await save([await picture('png', 3)], other, { serverAlias: 'attic', appType: 'comfyui' });
      const third = job(1, randomUUID());
      await store.store(third, [output(await picture(), { role: 'grid' })], mine);
      await fixture.confirm(store, third);
      expect((await list()).total).toBe(3);
      expect((await list(`?job_id=${JOB_ID}`)).images).toHaveLength(2);
      expect((await list('?server=attic')).images.map((image) => image.job_id)).toEqual([other]);
      expect(await list('?app_type=comfyui&server=tower')).toEqual({
        total: 0,
        images: [],
        next_cursor: null,
      });
      expect((await list('?role=grid')).images.map((image) => image.job_id)).toEqual([third.jobId]);
    });

    it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'cursor=-1', 'role=selfie', 'job_id='])(
      'refuses ?%s',
      async (query) => {
        await http().get(`/api/v1/gallery/images?${query}`).expect(400);
      },
    );
  });

  it('tells everything about one image', async () => {
    await save([await picture()]);
    const { body } = (await http().get(`/api/v1/gallery/images/${NAME}/info`).expect(200)) as {
      body: object;
    };
    expect(body).toMatchObject({
      filename: NAME,
      url: `/api/v1/images/download/${NAME}`,
      infotext: INFOTEXT,
      parameters: { prompt: 'a lighthouse', negative_prompt: 'fog', settings: { Steps: '20' } },
      generation_params: { prompt: 'a lighthouse', steps: 20 },
    });
  });

  it('deletes row, file and previews, once', async () => {
    const [image] = await save([await picture(), await picture('png', 2)]);
    await http().get(`/api/v1/images/preview/${NAME}`).expect(200);
    expect((await http().delete(`/api/v1/gallery/images/${NAME}`).expect(200)).body).toEqual({
      message: expect.any(String),
    });
    expect(await fixture.filesOnDisk()).toEqual([image!.relativePath.replace('_00001', '_00002')]);
    const previews = join(fixture.dataDir, 'thumbnails', image!.sha256.slice(0, 2));
    await eventually(async () => !(await readdir(previews)).some((name) => name.startsWith(image!.sha256)));
    await http().delete(`/api/v1/gallery/images/${NAME}`).expect(404);
    await http().delete('/api/v1/gallery/images/..%2f..%2fsecret.key').expect(400);
    expect((await list()).total).toBe(1);
  });

  it('deletes an image whose file is gone already', async () => {
    const [image] = await save([await picture()]);
    await rm(join(fixture.imagesDir, image!.relativePath));
    await http().delete(`/api/v1/gallery/images/${NAME}`).expect(200);
    expect((await list()).total).toBe(0);
  });
});
