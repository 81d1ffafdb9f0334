import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Principal } from '../../access/contract/index.js';
import { keyWith } from '../fixtures/callers.js';
import { GalleryApp } from '../fixtures/gallery-app.js';
import type { ZipDto } from './zips.dto.js';

const BASE = '/api/v1/gallery/zips';
const UNZIP = `import sys, json, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps({i.filename: [i.file_size, i.compress_type, z.read(i).hex()] for i in z.infolist()}))`;

describe('zips of images', () => {
  let app: GalleryApp;
  beforeEach(async () => void (app = await GalleryApp.open()));
  afterEach(() => app.close());

  const order = async (body: object, status = 201): Promise<ZipDto> =>
    (await request(app.server).post(BASE).send(body).expect(status)).body as ZipDto;
  /** By somebody else's program, which believes nothing. */
  const unzip = async (
    url: string,
  ): Promise<Record<string, [size: number, method: number, content: string]>> => {
    const answer = await request(app.server)
      .get(url)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response
          .on('data', (part: Buffer) => parts.push(part))
          .on('end', () => done(null, Buffer.concat(parts)));
      })
      .expect(200)
      .expect('content-type', 'application/zip');
    const path = join(app.fixture.dataDir, 'a.zip');
    await writeFile(path, answer.body as Buffer);
    return JSON.parse(execFileSync('python3', ['-c', UNZIP, path]).toString()) as Record<
      string,
      [number, number, string]
    >;
  };

  it('hold the exact files, stored, and the names of those that are missing', async () => {
    const names = [await app.saveAs('a cat\nSteps: 1'), await app.saveAs(null), await app.saveAs(null)];
    const zip = await order({ filenames: [...names, 'ffffffff_00001.png'] });
    expect(zip).toMatchObject({ images: 3, url: `${BASE}/${zip.id}` });
    const [lost] = (await app.fixture.rows()).filter((row) => row.filename === names[2]);
    await rm(join(app.fixture.imagesDir, lost!.relativePath));
    const entries = await unzip(zip.url);
    expect(Object.keys(entries)).toEqual([names[0], names[1], 'missing.txt']);
    for (const name of names.slice(0, 2)) {
      const file = (await request(app.server).get(`/api/v1/images/download/${name}`).expect(200))
        .body as Buffer;
      expect(entries[name]).toEqual([file.length, 0, file.toString('hex')]);
    }
    expect(Buffer.from(entries['missing.txt']![2], 'hex').toString()).toBe(
      `ffffffff_00001.png\n${names[2]}\n`,
    );
  });

  it('leave metadata out on demand', async () => {
    const name = await app.saveAs(null);
    const { url } = await order({ filenames: [name], metadata: 'strip' });
    const plain = (
      await request(app.server).get(`/api/v1/images/download/${name}?metadata=strip`).expect(200)
    ).body as Buffer;
    expect((await unzip(url))[name]![2]).toBe(plain.toString('hex'));
  });

  it('are their maker’s alone, and hold nothing that it may not see', async () => {
    const [mine, theirs] = [await app.saveAs(null, { apiKeyId: 7 }), await app.saveAs(null, { apiKeyId: 8 })];
    app.as(keyWith(7, 'read_own'));
    const { url, images } = await order({ filenames: [mine, theirs] });
    expect(images).toBe(1);
    expect(Object.keys(await unzip(url))).toEqual([mine, 'missing.txt']);
    await order({ filenames: [theirs] }, 404);
    for (const who of [keyWith(8, 'read_all', 'gallery'), Principal.console('loopback')]) {
      app.as(who);
      expect((await request(app.server).get(url).expect(404)).body).toMatchObject({ error: 'zip_not_found' });
    }
  });

  it('are not written for whoever only asks for the head', async () => {
    const { url } = await order({ filenames: [await app.saveAs(null)] });
    await request(app.server).head(url).expect(200);
  });

  it.each([
    [{}],
    [{ filenames: [] }],
    [{ filenames: [1] }],
    [{ filenames: Array.from({ length: 5_001 }, String) }],
    [{ filenames: ['x'], metadata: 'some' }],
  ])('are not made of %#', async (body) => void (await order(body, 400)));
});
