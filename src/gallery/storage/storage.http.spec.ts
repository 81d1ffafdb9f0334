import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { GalleryApp } from '../fixtures/gallery-app.js';
import type { GalleryPageDto } from '../search/search.dto.js';
import type { CleanupDto, StorageDto } from './storage.dto.js';

const BASE = '/api/v1/gallery';
const DAY_MS = 24 * 3600_000;
const NO_POLICY = {
  max_age_days: null,
  max_images: null,
  max_bytes: null,
  keep_favourites: true,
  keep_rated: true,
  trash_days: 30,
};

describe('storage', () => {
  let app: GalleryApp;
  beforeEach(async () => void (app = await GalleryApp.open()));
  afterEach(() => app.close());

  const http = () => request(app.server);
  const usage = async (): Promise<StorageDto> =>
    (await http().get(`${BASE}/storage`).expect(200)).body as StorageDto;
  const setPolicy = (policy: object, status = 200) =>
    http().put(`${BASE}/storage/policy`).send(policy).expect(status);
  const cleanUp = async (dry_run = false): Promise<CleanupDto> =>
    (await http().post(`${BASE}/storage/cleanup`).send({ dry_run }).expect(200)).body as CleanupDto;
  const list = async (query = ''): Promise<string[]> =>
    ((await http().get(`${BASE}/images${query}`).expect(200)).body as GalleryPageDto).images.map(
      ({ filename }) => filename,
    );
  const act = (action: string, filenames: string[], more = {}) =>
    http()
      .post(`${BASE}/images/actions`)
      .send({ action, filenames, ...more })
      .expect(200);
  const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
  const aged = (days: number, more = {}): Promise<string> =>
    app.saveAs(null, { createdAt: daysAgo(days), ...more });

  it('tells what images take up, and where', async () => {
    const [a, b] = [await aged(0), await aged(0, { serverAlias: 'attic' })];
    await act('favourite', [a]);
    await act('trash', [b]);
    const rows = await app.fixture.rows();
    const bytes = rows.map((row) => row.bytes);
    const month = new Date().toISOString().slice(0, 7);
    expect(await usage()).toMatchObject({
      images: 2,
      bytes: bytes[0]! + bytes[1]!,
      trash: { images: 1, bytes: bytes[1] },
      favourites: { images: 1, bytes: bytes[0] },
      by_month: [{ month, images: 2 }],
      by_server: expect.arrayContaining([
        { server_alias: 'tower', images: 1, bytes: bytes[0] },
        { server_alias: 'attic', images: 1, bytes: bytes[1] },
      ]),
      disk: { free_bytes: expect.any(Number), total_bytes: expect.any(Number) },
      policy: NO_POLICY,
      last_cleanup: null,
    });
  });

  it('sends old images to the trash and spares what people value', async () => {
    const [old, favourite, rated, fresh] = [await aged(100), await aged(100), await aged(100), await aged(1)];
    await act('favourite', [favourite]);
    await act('rate', [rated], { rating: 1 });
    await setPolicy({ max_age_days: 30 });
    expect(await cleanUp(true)).toMatchObject({ images: 1, deleted_images: 0 });
    expect(await list()).toHaveLength(4);
    expect(await cleanUp()).toMatchObject({ images: 1, deleted_images: 0 });
    expect((await list()).sort()).toEqual([favourite, rated, fresh].sort());
    expect(await list('?trashed=true')).toEqual([old]);
    await setPolicy({ max_age_days: 30, keep_favourites: false, keep_rated: false });
    expect(await cleanUp()).toMatchObject({ images: 2 });
    expect((await usage()).last_cleanup).toMatchObject({ trashed: 2, removed: 0 });
  });

  it('keeps the newest within a number and a size', async () => {
    const names = [await aged(3), await aged(2), await aged(1)];
    await setPolicy({ max_images: 2 });
    await cleanUp();
    expect((await list()).sort()).toEqual(names.slice(1).sort());
    const [, , last] = await app.fixture.rows();
    await setPolicy({ max_bytes: last!.bytes });
    await cleanUp();
    expect(await list()).toEqual([names[2]]);
  });

  it('deletes for good what was in the trash for long enough', async () => {
    const [old, fresh] = [await aged(1), await aged(1)];
    await act('trash', [old, fresh]);
    await app.fixture.database.write((manager) =>
      manager.query(`UPDATE images SET trashed_timestamp = ? WHERE filename = ?`, [daysAgo(31), old]),
    );
    expect(await cleanUp(true)).toMatchObject({ images: 0, deleted_images: 1 });
    expect(await cleanUp()).toMatchObject({ images: 0, deleted_images: 1 });
    expect(await list('?trashed=true')).toEqual([fresh]);
    expect(await app.fixture.filesOnDisk()).toHaveLength(1);
  });

  it('takes a whole policy and refuses nonsense', async () => {
    const policy = { ...NO_POLICY, max_age_days: 365, trash_days: 0 };
    expect((await setPolicy(policy)).body).toEqual(policy);
    expect((await http().get(`${BASE}/storage/policy`).expect(200)).body).toEqual(policy);
    expect((await setPolicy({})).body).toEqual(NO_POLICY);
    for (const bad of [
      { max_age_days: 0 },
      { max_images: -1 },
      { max_bytes: 'all' },
      { trash_days: 1.5 },
      { keep_rated: 'no' },
    ])
      await setPolicy(bad, 400);
  });
});
