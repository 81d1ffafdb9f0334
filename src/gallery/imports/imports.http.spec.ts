// Importing a folder through HTTP: what comes in, with what it says of itself, and what stays out.
import { existsSync, mkdtempSync } from 'node:fs';
import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import request from 'supertest';
import { eventually } from '../../../test/support/eventually.js';
import { GalleryApp } from '../fixtures/gallery-app.js';
import {
  exifBlock,
  picture,
  textChunk,
  userComment,
  withJpegExif,
  withPngChunk,
} from '../fixtures/sample-images.js';
import type { ImageInfoDto } from '../gallery.dto.js';
import type { GalleryPageDto } from '../search/search.dto.js';
import type { ImportDto } from './imports.dto.js';

const BASE = '/api/v1/gallery';
const INFOTEXT =
  'a tower\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 99, Size: 64x48, Model: sea';
const GRAPH = JSON.stringify({
  '1': {
    class_type: 'KSampler',
    inputs: { seed: 5, steps: 8, sampler_name: 'euler', positive: ['2', 0], model: ['3', 0] },
  },
  '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a harbour' } },
  '3': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'waves.safetensors' } },
});
const MADE = new Date('2024-05-06T07:08:09.000Z');

describe('importing images', () => {
  let app: GalleryApp;
  let folder: string;
  beforeEach(async () => {
    app = await GalleryApp.open();
    folder = mkdtempSync(join(tmpdir(), 'import-'));
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const http = () => request(app.server);
  const put = async (name: string, bytes: Buffer | string): Promise<string> => {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, bytes);
    await utimes(path, MADE, MADE);
    return path;
  };
  const status = async (): Promise<ImportDto> =>
    (await http().get(`${BASE}/imports`).expect(200)).body as ImportDto;
  const run = async (more: object = {}): Promise<ImportDto> => {
    await http()
      .post(`${BASE}/imports`)
      .send({ folder, ...more })
      .expect(202);
    return eventually(async () => {
      const state = await status();
      return state.state !== 'running' && state;
    });
  };
  const infos = async (): Promise<ImageInfoDto[]> => {
    const { images } = (await http().get(`${BASE}/images?sort=newest`).expect(200)).body as GalleryPageDto;
    return Promise.all(
      images.map(
        async ({ filename }) =>
          (await http().get(`${BASE}/images/${filename}/info`).expect(200)).body as ImageInfoDto,
      ),
    );
  };

  it('reads what A1111 and ComfyUI have written into the files, and when they were made', async () => {
    await put('a.png', withPngChunk(await picture('png', 1), 'tEXt', textChunk.tEXt('parameters', INFOTEXT)));
    await put(
      'deep/er/b.png',
      withPngChunk(await picture('png', 2), 'tEXt', textChunk.tEXt('prompt', GRAPH)),
    );
    await put('c.JPG', withJpegExif(await picture('jpeg', 3), exifBlock(userComment.bigEndian(INFOTEXT))));
    await put('d.webp', await picture('webp', 4));
    expect((await status()).state).toBe('idle');
    expect(await run()).toMatchObject({ state: 'done', found: 4, imported: 4, skipped: 0, failed: [] });
    const byName = new Map((await infos()).map((image) => [image.original_name, image]));
    const common = {
      job_id: null,
      job: null,
      server_alias: null,
      app_type: null,
      source_info: 'import',
      created: MADE.toISOString(),
    };
    const told = {
      prompt: 'a tower',
      negative_prompt: 'fog',
      model: 'sea',
      sampler: 'Euler a',
      seed: 99,
      steps: 20,
    };
    expect(byName.get('a.png')).toMatchObject({ ...common, ...told, infotext: INFOTEXT });
    expect(byName.get('c.JPG')).toMatchObject({ ...common, ...told });
    expect(byName.get('b.png')).toMatchObject({
      ...common,
      ...{ prompt: 'a harbour', model: 'waves', seed: 5, steps: 8, sampler: 'euler', infotext: null },
      generation_params: { prompt: 'a harbour', checkpoint_name: 'waves.safetensors' },
    });
    expect(byName.get('d.webp')).toMatchObject({ ...common, prompt: null });
    expect((await app.fixture.filesOnDisk()).every((path) => path.startsWith('2024-05-06/'))).toBe(true);
    const { images } = (await http().get(`${BASE}/images?q=tower&source=import`).expect(200))
      .body as GalleryPageDto;
    expect(images).toHaveLength(2);
  });

  it.each(['webp', 'jpeg'] as const)(
    'reads the graph that ComfyUI puts into the EXIF of a %s',
    async (format) => {
      const exif = { IFD0: { Model: `prompt:${GRAPH}`, Make: 'workflow:{"nodes": []}' } };
      await put(
        `a.${format}`,
        await sharp(await picture())
          .withExif(exif)
          .toFormat(format)
          .toBuffer(),
      );
      expect(await run()).toMatchObject({ imported: 1 });
      expect(await infos()).toMatchObject([{ prompt: 'a harbour', model: 'waves', seed: 5 }]);
    },
  );

  it('skips what the gallery has, so that it can be started again', async () => {
    const path = await put('a.png', await picture());
    await put('same.png', await picture());
    expect(await run()).toMatchObject({ imported: 1, skipped: 1 });
    expect(await run({ mode: 'move' })).toMatchObject({ imported: 0, skipped: 2 });
    expect(existsSync(path)).toBe(true);
  });

  it('moves files away only after they are in', async () => {
    const [good, bad] = [await put('a.png', await picture()), await put('b.png', 'no picture')];
    expect(await run({ mode: 'move' })).toMatchObject({ imported: 1, failed_count: 1 });
    expect([existsSync(good), existsSync(bad)]).toEqual([false, true]);
  });

  it('goes on behind broken, huge and cut-off files, and names them', async () => {
    const whole = await picture('png', 5, 300, 200);
    await put('broken.png', 'no picture');
    await put('cut.png', whole.subarray(0, whole.length / 2));
    await put('bomb.png', pngOfSize(60_000, 60_000));
    await put('large.png', Buffer.alloc(64 * 1024 * 1024 + 1));
    await put('empty.webp', '');
    await put('page.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await put('z.png', whole);
    const { failed, ...result } = await run();
    expect(result).toMatchObject({ state: 'done', found: 6, imported: 1, failed_count: 5 });
    expect(failed.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      'bomb.png',
      'broken.png',
      'cut.png',
      'empty.webp',
      'large.png',
    ]);
    expect(await app.fixture.filesOnDisk()).toHaveLength(1);
  });

  it('follows no link and sees no hidden file', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    try {
      await writeFile(join(outside, 'secret.png'), await picture('png', 6));
      await symlink(outside, join(folder, 'folder'));
      await symlink(join(outside, 'secret.png'), join(folder, 'file.png'));
      await symlink(folder, join(folder, 'circle'));
      await put('.hidden/a.png', await picture('png', 7));
      expect(await run()).toMatchObject({ state: 'done', found: 0, imported: 0 });
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('leaves folders below out on demand', async () => {
    await put('a.png', await picture('png', 8));
    await put('below/b.png', await picture('png', 9));
    expect(await run({ recursive: false })).toMatchObject({ found: 1, imported: 1 });
  });

  it('refuses its own folders, and what is no folder', async () => {
    await app.saveAs(null);
    const { dataDir, imagesDir } = app.fixture;
    const file = await put('a.png', await picture());
    await symlink(imagesDir, join(folder, 'link'));
    const bad = [
      dataDir,
      imagesDir,
      join(imagesDir, '..', 'outputs'),
      join(folder, 'link'),
      join(folder, 'nothing'),
      file,
      'relative',
      `${folder}\0`,
      '',
      7,
      null,
    ];
    for (const given of bad) await http().post(`${BASE}/imports`).send({ folder: given }).expect(400);
    expect((await status()).state).toBe('idle');
  });

  it('is one at a time and can be cancelled; what is in stays', async () => {
    for (let n = 0; n < 60; n += 1)
      await put(`${String(n).padStart(2, '0')}.png`, await picture('png', n, 80 + n, 60));
    await http().post(`${BASE}/imports`).send({ folder }).expect(202);
    expect((await http().post(`${BASE}/imports`).send({ folder }).expect(409)).body).toMatchObject({
      error: 'import_running',
    });
    const ended = (await http().delete(`${BASE}/imports/current`).expect(200)).body as ImportDto;
    expect(ended.state).toBe('cancelled');
    expect(await infos()).toHaveLength(ended.imported);
    await http().delete(`${BASE}/imports/current`).expect(404);
  });
});

/** A whole PNG whose head claims more pixels than anybody decodes. */
function pngOfSize(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', Buffer.alloc(8)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
