// Finding images through HTTP: words, filters, facets, stacks, and what nobody else's key may find.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import request from 'supertest';
import { Principal } from '../../access/contract/index.js';
import { keyWith } from '../fixtures/callers.js';
import { GalleryApp } from '../fixtures/gallery-app.js';
import type { FacetsDto, GalleryPageDto, TagsDto, TimelineDto } from './search.dto.js';

const infotext = (prompt: string, model: string, sampler = 'Euler a', seed = 1): string =>
  `${prompt}\nNegative prompt: blurry\nSteps: 20, Sampler: ${sampler}, CFG scale: 7, Seed: ${seed}, Model: ${model}`;

describe('searching the gallery', () => {
  let app: GalleryApp;
  const names: Record<string, string> = {};

  beforeAll(async () => {
    app = await GalleryApp.open();
    const save = async (name: string, text: string | null, more = {}): Promise<void> =>
      void (names[name] = await app.saveAs(text, more));
    await save('cat', infotext('a cat on a roof <lora:fur:0.8>', 'realvis'));
    await save('cathedral', infotext('a cathédral at dusk', 'realvis', 'DPM++ 2M'), { serverAlias: 'attic' });
    await save('dog', infotext('a dog on a roof', 'pony', 'Euler a', 77), {
      apiKeyId: 7,
      sourceInfo: 'mobile',
    });
    await save('bulk1', infotext('a red door', 'pony'), { bulkJobId: 'bulk' });
    await save('bulk2', infotext('a blue door', 'pony'), { bulkJobId: 'bulk' });
    await save('plain', null, { params: {}, sourceInfo: 'script' });
    await act({ action: 'favourite', filenames: [names['cat']] });
    await act({ action: 'rate', rating: 4, filenames: [names['cat'], names['dog']] });
    await act({ action: 'add_tags', tags: ['Roofs'], filenames: [names['cat'], names['dog']] });
  }, 60_000);
  afterAll(() => app.close());

  const get = async <T>(path: string, status = 200): Promise<T> =>
    (await request(app.server).get(`/api/v1/gallery/${path}`).expect(status)).body as T;
  const act = (body: object) =>
    request(app.server).post('/api/v1/gallery/images/actions').send(body).expect(200);
  const found = async (query: string): Promise<(string | undefined)[]> => {
    const { images, total } = await get<GalleryPageDto>(`images?${query}`);
    expect(total).toBe(images.length);
    return images.map(({ filename }) => Object.keys(names).find((name) => names[name] === filename));
  };
  const q = (text: string): Promise<(string | undefined)[]> => found(`q=${encodeURIComponent(text)}`);

  it('finds words, beginnings of words, phrases, and leaves out what is excluded', async () => {
    expect(await q('cat')).toEqual(['cathedral', 'cat']);
    expect(await q('cathedral')).toEqual(['cathedral']);
    expect(await q('"cat"')).toEqual(['cat']);
    expect(await q('roof -dog')).toEqual(['cat']);
    expect(await q('"on a roof"')).toEqual(['dog', 'cat']);
    expect(await q('"roof a on"')).toEqual([]);
    expect(await q('-roof -door')).toEqual(['plain', 'cathedral']);
    expect(await q('ROOF realvis')).toEqual(['cat']);
    expect(await q('fur')).toEqual(['cat']);
    expect(await q(names['dog']!)).toEqual(['dog']);
    expect(await q('   ')).toHaveLength(6);
  });

  it.each([
    '"',
    '""',
    '*',
    'NEAR(cat dog)',
    'prompt:cat',
    '{prompt} : cat',
    'cat OR',
    ') (',
    '^cat',
    "'; DROP TABLE images; --",
    'a\0b',
    '-',
    '--',
    '"a""b"',
    '🦊',
    'x'.repeat(500),
  ])(
    'takes %j as words and nothing else',
    async (text) => void (await get(`facets?q=${encodeURIComponent(text)}`)),
  );

  it('never stumbles over what somebody types', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ unit: fc.constantFrom('"', '-', '*', ' ', 'a', '(', ')', ':', '^', "'") }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (typed) => void (await q(typed))),
      { numRuns: 60 },
    );
  });

  it('narrows by every property', async () => {
    expect(await found('model=realvis')).toEqual(['cathedral', 'cat']);
    expect(await found('lora=fur')).toEqual(['cat']);
    expect(await found(`sampler=${encodeURIComponent('DPM++ 2M')}`)).toEqual(['cathedral']);
    expect(await found('server=attic')).toEqual(['cathedral']);
    expect(await found('source=script')).toEqual(['plain']);
    expect(await found('seed=77')).toEqual(['dog']);
    expect(await found('tag=roofs&rating_min=4')).toEqual(['dog', 'cat']);
    expect(await found('favourite=true')).toEqual(['cat']);
    expect(await found('favourite=false&model=realvis')).toEqual(['cathedral']);
    expect(await found('bulk_id=bulk')).toEqual(['bulk2', 'bulk1']);
    expect(await found('size=65x48')).toEqual(['cat']);
    expect(await found('from=2000-01-01&to=2001-01-01')).toEqual([]);
    expect(await found('from=2000-01-01&model=nobody')).toEqual([]);
    expect(await found('sort=oldest&model=pony')).toEqual(['dog', 'bulk1', 'bulk2']);
    expect((await found('sort=rating')).slice(0, 2)).toEqual(['dog', 'cat']);
  });

  it('lets the newest image stand for its bulk', async () => {
    const { total, images } = await get<GalleryPageDto>('images?stack=bulk&model=pony');
    expect(images.map(({ filename, stack_count }) => [filename, stack_count])).toEqual([
      [names['bulk2'], 2],
      [names['dog'], null],
    ]);
    expect(total).toBe(2);
    expect((await get<GalleryPageDto>('images?count=false')).total).toBeNull();
  });

  it('pages in every order without repeats or gaps', async () => {
    for (const sort of ['newest', 'oldest', 'rating', 'largest']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: GalleryPageDto = await get(`images?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`);
        seen.push(...page.images.map((image) => image.filename));
        cursor = page.next_cursor;
      }
      expect(seen).toEqual(
        (await get<GalleryPageDto>(`images?sort=${sort}`)).images.map(({ filename }) => filename),
      );
      expect(new Set(seen).size).toBe(6);
    }
    const { next_cursor } = await get<GalleryPageDto>('images?limit=2');
    expect(await get(`images?sort=rating&cursor=${next_cursor}`, 400)).toMatchObject({
      error: 'cursor_mismatch',
    });
  });

  it('counts facets over what the other filters leave', async () => {
    const all = await get<FacetsDto>('facets');
    expect(all).toMatchObject({
      models: [
        { value: 'pony', count: 3 },
        { value: 'realvis', count: 2 },
      ],
      loras: [{ value: 'fur', count: 1 }],
      tags: [{ value: 'roofs', count: 2 }],
      ratings: [
        { value: 4, count: 2 },
        { value: 0, count: 4 },
      ],
      favourites: 1,
      total: 6,
    });
    const ofModel = await get<FacetsDto>('facets?model=realvis&rating_min=1');
    expect(ofModel).toMatchObject({
      models: [
        { value: 'pony', count: 1 },
        { value: 'realvis', count: 1 },
      ],
      ratings: [
        { value: 4, count: 1 },
        { value: 0, count: 1 },
      ],
      loras: [{ value: 'fur', count: 1 }],
      total: 1,
    });
    expect((await get<FacetsDto>('facets?q=roof')).total).toBe(2);
    expect(await get<TagsDto>('tags')).toEqual({ tags: [{ value: 'roofs', count: 2 }] });
    const { days } = await get<TimelineDto>('timeline?model=pony');
    expect(days.reduce((sum, day) => sum + day.count, 0)).toBe(3);
  });

  it('shows a key its own images only, in lists, facets, tags and the timeline', async () => {
    app.as(keyWith(7, 'read_own'));
    try {
      expect(await found('')).toEqual(['dog']);
      expect(await q('cat')).toEqual([]);
      expect(await get<FacetsDto>('facets')).toMatchObject({
        models: [{ value: 'pony', count: 1 }],
        total: 1,
        loras: [],
      });
      expect((await get<TimelineDto>('timeline')).days).toEqual([expect.objectContaining({ count: 1 })]);
      app.as(keyWith(8, 'read_own'));
      expect(await get<TagsDto>('tags')).toEqual({ tags: [] });
    } finally {
      app.as(Principal.console('loopback'));
    }
  });

  it.each([
    'q=' + 'x'.repeat(501),
    'size=1024',
    'seed=1.5',
    'rating_min=6',
    'from=yesterday',
    'collection=x',
    'trashed=maybe',
    'cursor=' + 'a'.repeat(201),
    'sort=random',
    'stack=job',
    'favourite=2',
  ])('refuses ?%s', async (query) => void (await get(`images?${query}`, 400)));
});
