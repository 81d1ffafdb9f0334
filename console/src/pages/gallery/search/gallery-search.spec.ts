import { describe, expect, it } from '@jest/globals';
import {
  filtersOf,
  hasFilters,
  isStacked,
  readSearch,
  savedOf,
  toFilterQuery,
  withoutFilters,
  writeSearch,
  type GallerySearch,
} from './gallery-search';

const FULL: GallerySearch = {
  sort: 'rating',
  q: '"red fox" -snow',
  model: 'modelA',
  lora: 'dummyLora',
  sampler: 'Euler a',
  size: '1024x1024',
  server: 'lab-4090',
  app_type: 'forge',
  source: 'phone',
  tag: 'keep',
  from: '2026-11-01',
  to: '2026-11-20',
  rating_min: 3,
  favourite: true,
  seed: -1,
  collection: 7,
  bulk: 'bulk_1',
  job: 'job_1',
  all_roles: true,
  flat: true,
  view: 'trash',
  image: 'a_1.png',
  compare: ['a_1.png', 'b_2.png'],
};

describe("the gallery's address", () => {
  it('says everything that it was made from', () => {
    expect(readSearch(writeSearch(FULL))).toEqual(FULL);
    const asTyped = Object.fromEntries(
      Object.entries(writeSearch(FULL)).map(([name, value]) => [name, String(value)]),
    );
    expect(readSearch(asTyped)).toEqual(FULL);
  });

  it('is empty for the gallery as it opens', () => {
    expect(writeSearch(readSearch({}))).toEqual({});
  });

  it('reads numbers as texts where texts are meant', () => {
    expect(readSearch({ q: 512, model: 15 })).toMatchObject({ q: '512', model: '15' });
  });

  it.each([
    { sort: 'sideways', view: 'nowhere' },
    { rating_min: 9, seed: 'none', collection: 0 },
    { from: 'yesterday', to: '2026-99-99' },
    { compare: 'only-one.png', favourite: 'maybe' },
    { q: '   ', image: { nested: true } },
  ])('leaves out what makes no sense: %j', (raw) => {
    expect(readSearch(raw)).toEqual({ sort: 'newest' });
  });

  it('saves the list, not what is open on top of it', () => {
    expect(savedOf(FULL)).not.toHaveProperty('image');
    expect(savedOf(FULL)).not.toHaveProperty('compare');
    expect(savedOf(FULL)).toMatchObject({ q: '"red fox" -snow', sort: 'rating' });
  });
});

describe('the filters of a search', () => {
  it('are what "clear filters" takes away', () => {
    expect(hasFilters(FULL)).toBe(true);
    expect(filtersOf(withoutFilters(FULL))).toEqual({});
    expect(withoutFilters(FULL)).toEqual({ sort: 'rating', flat: true, view: 'trash' });
    expect(hasFilters({ sort: 'oldest', flat: true, image: 'a.png' })).toBe(false);
  });

  it('name whole days of the reader to the API', () => {
    const query = toFilterQuery({ sort: 'newest', from: '2026-11-01', to: '2026-11-01' });
    expect(Date.parse(query.to!) - Date.parse(query.from!)).toBe(24 * 3_600_000);
    expect(new Date(query.from!).getHours()).toBe(0);
  });

  it('name the trash and the bulk as the API does', () => {
    expect(toFilterQuery(FULL)).toMatchObject({
      trashed: true,
      bulk_id: 'bulk_1',
      job_id: 'job_1',
      role: 'any',
    });
    expect(toFilterQuery({ sort: 'newest' }).trashed).toBeUndefined();
  });

  it('stack bulks but in the trash and in one bulk', () => {
    expect(isStacked({ sort: 'newest' })).toBe(true);
    expect(isStacked({ sort: 'newest', bulk: 'bulk_1' })).toBe(false);
    expect(isStacked({ sort: 'newest', view: 'trash' })).toBe(false);
    expect(isStacked({ sort: 'newest', flat: true })).toBe(false);
  });
});
