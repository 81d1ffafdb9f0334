import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTempDatabase, type TempDatabase } from '../../../test/support/temp-database.js';
import { countDays, countFacets } from './count-facets.js';
import { ImageColumns, type ColumnsRow } from './image-columns.js';
import { ImageIndex } from './image-index.js';
import { ImageIndexRepository } from './image-index.repository.js';
import type { ImageSearch } from './image-search.js';
import { pageImages, type Place, type Sort } from './page-images.js';

describe(ImageIndex.name, () => {
  let temp: TempDatabase;
  let index: ImageIndex;
  beforeEach(async () => {
    temp = await openTempDatabase();
    index = new ImageIndex(new ImageIndexRepository(temp.database));
  });
  afterEach(async () => {
    await index.onModuleDestroy();
    await temp.close();
  });

  const write = (sql: string, values: unknown[] = []) =>
    temp.database.write((manager) => manager.query<unknown>(sql, values));
  const add = (n: number, model = 'sea', state = 'saved') =>
    write(
      `INSERT INTO images (job_id, attempt, idx, state, filename, relative_path, media_type, width, height, bytes, sha256, model, created_timestamp, described)
         VALUES (?, 1, 0, ?, ?, ?, 'image/png', 64, 64, 10, ?, ?, '2026-01-01T00:00:00.000Z', 1)`,
      [`job ${n}`, state, `f${n}.png`, `p${n}`, `h${n}`, model],
    );
  const facets = async (search: Partial<ImageSearch> = {}) =>
    countFacets(await index.current(), { trashed: false, ...search });

  it('follows every change, whoever makes it, and none that is rolled back', async () => {
    await add(1);
    expect((await facets()).total).toBe(1);
    await add(2, 'sky');
    await add(3, 'sky', 'saving');
    expect(await facets()).toMatchObject({
      total: 2,
      models: [{ value: 'sea' }, { value: 'sky', count: 1 }],
    });
    await write(`UPDATE images SET state = 'saved' WHERE id = 3`);
    await write(`UPDATE images SET rating = 5, favourite = 1 WHERE id = 2`);
    await write(`INSERT INTO image_tags VALUES (1, 'print')`);
    expect(await facets()).toMatchObject({ total: 3, favourites: 1, tags: [{ value: 'print', count: 1 }] });
    await write(`DELETE FROM images WHERE id = 1`);
    await write(`UPDATE images SET trashed_timestamp = 'now' WHERE id = 2`);
    const failing = temp.database.write(async (manager) => {
      await manager.query(`DELETE FROM images`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await facets()).toMatchObject({ total: 1, tags: [], models: [{ value: 'sky', count: 1 }] });
    expect((await facets({ trashed: true })).total).toBe(1);
  });

  it('is the same as one that is read anew, after many changes at once', async () => {
    for (let n = 0; n < 30; n += 1) await add(n, `model ${n % 3}`);
    await index.current();
    for (let n = 0; n < 1_500; n += 1)
      await write(`UPDATE images SET rating = ? WHERE id = ?`, [n % 6, 1 + (n % 30)]);
    await write(`DELETE FROM images WHERE id % 4 = 0`);
    const anew = new ImageIndex(new ImageIndexRepository(temp.database));
    const search = { trashed: false };
    expect(countFacets(await index.current(), search)).toEqual(countFacets(await anew.current(), search));
    const changes = await temp.database.read((manager) =>
      manager.query<unknown[]>(`SELECT 1 FROM temp.image_changes`),
    );
    expect(changes.length).toBeLessThan(1_000);
  });
});

const row = (id: number): fc.Arbitrary<ColumnsRow> =>
  fc.record({
    id: fc.constant(id),
    state: fc.constantFrom('saved', 'saved', 'saved', 'saving'),
    role: fc.constantFrom('image', 'grid'),
    api_key_id: fc.constantFrom(null, 7),
    app_type: fc.constant('forge'),
    server_alias: fc.constantFrom(null, 'tower', 'attic'),
    source_info: fc.constantFrom('mobile', 'script'),
    bulk_job_id: fc.constantFrom(null, null, 'b1', 'b2'),
    model: fc.constantFrom(null, 'sea', 'sky'),
    sampler: fc.constantFrom('Euler', 'UniPC'),
    width: fc.constantFrom(512, 768),
    height: fc.constant(512),
    bytes: fc.integer({ min: 1, max: 4 }),
    seed: fc.constantFrom(null, 1, 2),
    favourite: fc.constantFrom<0 | 1>(0, 1),
    rating: fc.integer({ min: 0, max: 5 }),
    trashed_timestamp: fc.constantFrom(null, null, 'then'),
    created_timestamp: fc.constantFrom(
      '2026-01-01T00:00:00.000Z',
      '2026-01-02T23:59:59.999Z',
      '2025-12-31T00:00:00.000Z',
    ),
    loras: fc.subarray(['x', 'y']),
    tags: fc.subarray(['t', 'u']),
    collections: fc.subarray([1, 2]),
  });
const rows = fc
  .integer({ min: 0, max: 40 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => row(3 * at + 1))));
const searches: fc.Arbitrary<ImageSearch> = fc.record(
  {
    trashed: fc.boolean(),
    apiKeyId: fc.constant(7),
    roles: fc.constantFrom(['image'], ['image', 'grid'], ['video'], []),
    model: fc.constantFrom('sea', 'nothing'),
    lora: fc.constant('x'),
    sampler: fc.constant('Euler'),
    size: fc.constant('512x512'),
    server: fc.constant('tower'),
    tag: fc.constant('t'),
    bulk: fc.constant('b1'),
    seed: fc.constant(1),
    collection: fc.constant(2),
    favourite: fc.boolean(),
    ratingMin: fc.integer({ min: 1, max: 5 }),
    from: fc.constant(Date.parse('2026-01-01')),
    to: fc.constant(Date.parse('2026-01-02')),
    only: fc.constantFrom([1, 4, 5, 10, 40], []),
    without: fc.constantFrom([4, 7], []),
  },
  { requiredKeys: ['trashed'] },
);

/** The same question, asked row by row and without any cunning. */
const TESTS: Record<
  Exclude<keyof ImageSearch, 'trashed'>,
  (row: ColumnsRow, search: ImageSearch) => boolean
> = {
  apiKeyId: (one, { apiKeyId }) => one.api_key_id === apiKeyId,
  roles: (one, { roles }) => roles!.includes(one.role),
  model: (one, { model }) => one.model === model,
  lora: (one, { lora }) => one.loras.includes(lora!),
  sampler: (one, { sampler }) => one.sampler === sampler,
  size: (one, { size }) => `${one.width}x${one.height}` === size,
  server: (one, { server }) => one.server_alias === server,
  source: (one, { source }) => one.source_info === source,
  appType: (one, { appType }) => one.app_type === appType,
  bulk: (one, { bulk }) => one.bulk_job_id === bulk,
  seed: (one, { seed }) => one.seed === seed,
  tag: (one, { tag }) => one.tags.includes(tag!),
  collection: (one, { collection }) => one.collections.includes(collection!),
  favourite: (one, { favourite }) => (one.favourite === 1) === favourite,
  ratingMin: (one, { ratingMin }) => one.rating >= ratingMin!,
  from: (one, { from }) => Date.parse(one.created_timestamp) >= from!,
  to: (one, { to }) => Date.parse(one.created_timestamp) < to!,
  only: (one, { only }) => only!.includes(one.id),
  without: (one, { without }) => !without!.includes(one.id),
};
function matching(all: ColumnsRow[], search: ImageSearch, except?: keyof ImageSearch): ColumnsRow[] {
  const asked = (Object.keys(search) as (keyof ImageSearch)[]).filter(
    (part) => part !== except && part !== 'trashed',
  );
  return all.filter(
    (one) =>
      one.state === 'saved' &&
      (one.trashed_timestamp !== null) === search.trashed &&
      asked.every((part) => TESTS[part as keyof typeof TESTS](one, search)),
  );
}
function columnsOf(all: ColumnsRow[]): ImageColumns {
  const columns = new ImageColumns();
  for (const one of all) columns.set(one);
  return columns;
}

describe('a search over the columns', () => {
  const counted = (values: (string | null)[]) => {
    const counts = new Map<string, number>();
    for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    return Object.fromEntries(counts);
  };
  const asObject = (found: { value: string | number; count: number }[]) =>
    Object.fromEntries(found.map(({ value, count }) => [value, count]));

  it('counts what a plain look at every row counts, each facet without its own filter', () => {
    fc.assert(
      fc.property(rows, searches, (all, search) => {
        const facets = countFacets(columnsOf(all), search);
        const left = (except?: keyof ImageSearch) => matching(all, search, except);
        expect(facets.total).toBe(left().length);
        expect(asObject(facets.models)).toEqual(counted(left('model').map((one) => one.model)));
        expect(asObject(facets.servers)).toEqual(counted(left('server').map((one) => one.server_alias)));
        expect(asObject(facets.loras)).toEqual(counted(left('lora').flatMap((one) => one.loras)));
        expect(asObject(facets.tags)).toEqual(counted(left('tag').flatMap((one) => one.tags)));
        expect(asObject(facets.ratings)).toEqual(counted(left('ratingMin').map((one) => String(one.rating))));
        expect(facets.favourites).toBe(left('favourite').filter((one) => one.favourite).length);
        expect(
          asObject(countDays(columnsOf(all), search).map(({ day, count }) => ({ value: day, count }))),
        ).toEqual(counted(left().map((one) => one.created_timestamp.slice(0, 10))));
      }),
    );
  });

  it('pages through what matches, in order, each image or stack once', () => {
    const keys: Record<Sort, (one: ColumnsRow) => number> = {
      newest: () => 0,
      oldest: () => 0,
      rating: (one) => one.rating,
      largest: (one) => one.bytes,
    };
    const sorts = fc.constantFrom<Sort>('newest', 'oldest', 'rating', 'largest');
    fc.assert(
      fc.property(
        rows,
        searches,
        sorts,
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        (all, search, sort, stacked, limit) => {
          const time = (one: ColumnsRow) => Date.parse(one.created_timestamp);
          const byTime = (a: ColumnsRow, b: ColumnsRow) => time(a) - time(b) || a.id - b.id;
          let expected = matching(all, search).sort(byTime);
          if (stacked) {
            const last = new Map(expected.map((one) => [one.bulk_job_id, one.id]));
            expected = expected.filter(
              (one) => one.bulk_job_id === null || last.get(one.bulk_job_id) === one.id,
            );
          }
          expected.sort((a, b) => keys[sort](a) - keys[sort](b) || byTime(a, b));
          if (sort !== 'oldest') expected.reverse();
          const columns = columnsOf(all);
          const seen: number[] = [];
          let after: Place | undefined;
          do {
            const page = pageImages(columns, search, { sort, limit, stacked, after, counted: true });
            expect(page.total).toBe(expected.length);
            seen.push(...page.ids);
            after = page.next ?? undefined;
          } while (after);
          expect(seen).toEqual(expected.map((one) => one.id));
        },
      ),
    );
  });
});
