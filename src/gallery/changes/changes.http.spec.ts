// What people do with images, through HTTP: ratings, tags, the trash, collections; and what others must not do.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { Principal } from '../../access/contract/index.js';
import type { CollectionDto, CollectionsDto } from '../collections/collections.dto.js';
import { keyWith } from '../fixtures/callers.js';
import { GalleryApp } from '../fixtures/gallery-app.js';
import type { GalleryImageDto, ImageInfoDto } from '../gallery.dto.js';
import type { GalleryPageDto } from '../search/search.dto.js';
import type { ImageActionResultDto } from './changes.dto.js';

const BASE = '/api/v1/gallery';

describe('changing images', () => {
  let app: GalleryApp;
  beforeEach(async () => void (app = await GalleryApp.open()));
  afterEach(() => app.close());

  const http = () => request(app.server);
  const act = async (body: object, status = 200): Promise<ImageActionResultDto> =>
    (await http().post(`${BASE}/images/actions`).send(body).expect(status)).body as ImageActionResultDto;
  const list = async (query = ''): Promise<string[]> =>
    ((await http().get(`${BASE}/images${query}`).expect(200)).body as GalleryPageDto).images.map(
      (image) => image.filename,
    );
  const info = async (name: string): Promise<ImageInfoDto> =>
    (await http().get(`${BASE}/images/${name}/info`).expect(200)).body as ImageInfoDto;
  const collect = async (name: string): Promise<CollectionDto> =>
    (await http().post(`${BASE}/collections`).send({ name }).expect(201)).body as CollectionDto;
  const collections = async (): Promise<CollectionDto[]> =>
    ((await http().get(`${BASE}/collections`).expect(200)).body as CollectionsDto).collections;
  const events = () =>
    app.fixture.database.read((manager) =>
      manager.query<{ type: string; api_key_id: number | null; data_json: string }[]>(
        `SELECT type, api_key_id, data_json FROM events ORDER BY seq`,
      ),
    );

  it('keeps favourite, rating and tags of one image, each apart', async () => {
    const name = await app.saveAs(null);
    const patch = async (body: object): Promise<GalleryImageDto> =>
      (await http().patch(`${BASE}/images/${name}`).send(body).expect(200)).body as GalleryImageDto;
    expect(await patch({ favourite: true, tags: [' Print  me ', 'b', 'B'] })).toMatchObject({
      favourite: true,
      rating: 0,
      tags: ['b', 'print me'],
    });
    expect(await patch({ rating: 5 })).toMatchObject({ favourite: true, rating: 5, tags: ['b', 'print me'] });
    expect(await patch({ tags: [] })).toMatchObject({ rating: 5, tags: [] });
    for (const body of [
      { rating: 6 },
      { rating: 1.5 },
      { tags: 'x' },
      { tags: [''] },
      { tags: ['x'.repeat(65)] },
      { favourite: 'yes' },
      { tags: [{}] },
      { tags: ['a\u0007'] },
    ])
      await http().patch(`${BASE}/images/${name}`).send(body).expect(400);
    await http().patch(`${BASE}/images/00000000_00001.png`).send({ rating: 1 }).expect(404);
  });

  it('puts images into the trash and back, and empties it', async () => {
    const [kept, thrown] = [await app.saveAs(null), await app.saveAs(null)];
    expect(await act({ action: 'trash', filenames: [thrown, thrown] })).toEqual({
      done: [thrown],
      failed: [],
    });
    expect(await list()).toEqual([kept]);
    expect(await list('?trashed=true')).toEqual([thrown]);
    expect((await info(thrown)).trashed_timestamp).not.toBeNull();
    await act({ action: 'restore', filenames: [thrown] });
    expect(await list()).toEqual([thrown, kept]);
    await act({ action: 'trash', filenames: [thrown] });
    expect((await http().delete(`${BASE}/trash`).expect(200)).body).toEqual({ deleted: 1 });
    expect(await list('?trashed=true')).toEqual([]);
    expect(await app.fixture.filesOnDisk()).toHaveLength(1);
  });

  it('deletes many for good and says what it could not do', async () => {
    const names = [await app.saveAs(null), await app.saveAs(null), await app.saveAs(null)];
    const result = await act({
      action: 'delete',
      filenames: [...names.slice(1), 'aaaaaaaa_00001.png', '../secret.key'],
    });
    expect(result.done).toEqual(names.slice(1));
    expect(result.failed.map(({ filename, code }) => [filename, code])).toEqual([
      ['aaaaaaaa_00001.png', 'image_not_found'],
      ['../secret.key', 'invalid_filename'],
    ]);
    expect(await list()).toEqual([names[0]]);
    expect(await app.fixture.filesOnDisk()).toHaveLength(1);
  });

  it('tells other open pages, each owner of its own images only', async () => {
    const mine = await app.saveAs(null);
    const theirs = await app.saveAs(null, { apiKeyId: 7 });
    await act({ action: 'favourite', filenames: [mine, theirs] });
    await act({ action: 'delete', filenames: [theirs] });
    expect(
      (await events()).map(({ type, api_key_id, data_json }) => [
        type,
        api_key_id,
        JSON.parse(data_json) as object,
      ]),
    ).toEqual([
      ['image.updated', null, { filenames: [mine] }],
      ['image.updated', 7, { filenames: [theirs] }],
      ['image.deleted', 7, { filenames: [theirs] }],
    ]);
  });

  it('adds and removes tags, but not without end', async () => {
    const name = await app.saveAs(null);
    const many = (from: number): string[] => Array.from({ length: 50 }, (_, n) => `tag ${from + n}`);
    await act({ action: 'add_tags', tags: many(0), filenames: [name] });
    await act({ action: 'add_tags', tags: many(50), filenames: [name] });
    expect((await act({ action: 'add_tags', tags: many(50), filenames: [name] })).done).toEqual([name]);
    expect((await act({ action: 'add_tags', tags: ['one more'], filenames: [name] })).failed).toMatchObject([
      { code: 'too_many_tags' },
    ]);
    await act({ action: 'remove_tags', tags: many(50), filenames: [name] });
    expect((await info(name)).tags).toHaveLength(50);
  });

  it('keeps images together in collections', async () => {
    const [first, second] = [await app.saveAs(null), await app.saveAs(null)];
    const { id } = await collect('  Best ');
    await act({ action: 'add_to_collection', collection_id: id, filenames: [first, second, second] });
    await act({ action: 'add_to_collection', collection_id: id, filenames: [first] });
    expect(await collections()).toEqual([
      expect.objectContaining({
        id,
        name: 'Best',
        count: 2,
        cover_preview_url: `/api/v1/images/preview/${second}`,
      }),
    ]);
    expect(await list(`?collection=${id}`)).toEqual([second, first]);
    expect((await info(first)).collections).toEqual([{ id, name: 'Best' }]);
    await act({ action: 'trash', filenames: [second] });
    expect(await collections()).toMatchObject([
      { count: 1, cover_preview_url: `/api/v1/images/preview/${first}` },
    ]);
    await act({ action: 'remove_from_collection', collection_id: id, filenames: [first] });
    expect(await list(`?collection=${id}`)).toEqual([]);
    expect(
      (await http().patch(`${BASE}/collections/${id}`).send({ name: 'Worst' }).expect(200)).body,
    ).toMatchObject({ name: 'Worst' });
    await http().delete(`${BASE}/collections/${id}`).expect(200);
    await http().get(`${BASE}/images?collection=${id}`).expect(404);
    expect(await list()).toEqual([first]);
  });

  it("does not open another key's collections", async () => {
    const name = await app.saveAs(null, { apiKeyId: 8 });
    const { id } = await collect('the console’s');
    app.as(keyWith(7, 'gallery'));
    const own = await collect('its own');
    expect((await collections()).map((collection) => collection.id)).toEqual([own.id]);
    await http().get(`${BASE}/images?collection=${id}`).expect(404);
    await http().get(`${BASE}/facets?collection=${id}`).expect(404);
    await http().patch(`${BASE}/collections/${id}`).send({ name: 'x' }).expect(404);
    await http().delete(`${BASE}/collections/${id}`).expect(404);
    await act({ action: 'add_to_collection', collection_id: id, filenames: [name] }, 404);
    await act({ action: 'add_to_collection', collection_id: own.id, filenames: [name] });
    app.as(Principal.console('loopback'));
    expect(await collections()).toHaveLength(2);
    app.as(keyWith(8, 'read_own'));
    expect((await info(name)).collections).toEqual([]);
  });

  it.each([
    [{ action: 'trash', filenames: [] }],
    [{ action: 'trash', filenames: Array.from({ length: 1001 }, (_, n) => `${n}.png`) }],
    [{ action: 'trash', filenames: [7] }],
    [{ action: 'burn', filenames: ['x.png'] }],
    [{ action: 'rate', filenames: ['x.png'] }],
    [{ action: 'add_tags', filenames: ['x.png'] }],
    [{ action: 'add_to_collection', filenames: ['x.png'] }],
    [{ action: 'trash' }],
    [[]],
  ])('refuses %j', async (body) => void (await act(body, 400)));
});
