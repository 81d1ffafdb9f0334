// What the gallery shows is written in the address, so that Back, bookmarks and links work. This reads it, writes it,
// and says it to the API.
import { startOfDay } from '../layout/local-days';

export const SORTS = ['newest', 'oldest', 'rating', 'largest'] as const;
export type Sort = (typeof SORTS)[number];
export const VIEWS = ['trash', 'collections', 'storage'] as const;
export type View = (typeof VIEWS)[number];

/** Filters that are one text each, named as the API names them. */
export const TEXT_FILTERS = [
  'model',
  'lora',
  'sampler',
  'size',
  'server',
  'app_type',
  'source',
  'tag',
] as const;
export type TextFilter = (typeof TEXT_FILTERS)[number];

export type GalleryFilters = Partial<Record<TextFilter, string>> & {
  q?: string;
  /** Local days, both included. */
  from?: string;
  to?: string;
  rating_min?: number;
  favourite?: boolean;
  seed?: number;
  collection?: number;
  bulk?: string;
  job?: string;
  /** Grids and auxiliary pictures, too. */
  all_roles?: boolean;
};

export interface GallerySearch extends GalleryFilters {
  sort: Sort;
  /** Each image of a bulk by itself instead of one for all. */
  flat?: boolean;
  view?: View;
  /** Open in the lightbox. */
  image?: string;
  /** Two file names. */
  compare?: [string, string];
}

export type RawSearch = Record<string, unknown>;

/** Addresses are typed by people, too: what makes no sense is left out. */
export function readSearch(raw: RawSearch): GallerySearch {
  const search: GallerySearch = { sort: oneOf(SORTS, raw['sort']) ?? 'newest' };
  for (const name of TEXT_FILTERS) set(search, name, textOf(raw[name]));
  set(search, 'q', textOf(raw['q'])?.slice(0, 500));
  set(search, 'from', dayOf(raw['from']));
  set(search, 'to', dayOf(raw['to']));
  set(search, 'rating_min', wholeOf(raw['rating_min'], 1, 5));
  set(search, 'favourite', isTrue(raw['favourite']));
  set(search, 'seed', wholeOf(raw['seed'], Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
  set(search, 'collection', wholeOf(raw['collection'], 1, Number.MAX_SAFE_INTEGER));
  set(search, 'bulk', textOf(raw['bulk']));
  set(search, 'job', textOf(raw['job']));
  set(search, 'all_roles', isTrue(raw['all_roles']));
  set(search, 'flat', isTrue(raw['flat']));
  set(search, 'view', oneOf(VIEWS, raw['view']));
  set(search, 'image', textOf(raw['image']));
  set(search, 'compare', pairOf(raw['compare']));
  return search;
}

/** The shortest address that says the same. */
export function writeSearch({ sort, compare, ...rest }: GallerySearch): RawSearch {
  const raw: RawSearch = {};
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined && value !== '') raw[name] = value;
  if (sort !== 'newest') raw['sort'] = sort;
  if (compare) raw['compare'] = compare.join(',');
  return raw;
}

/** Which images and in which order, without what is open on top of them. */
export function listOf(search: GallerySearch): GallerySearch {
  const list = { ...search };
  delete list.image;
  delete list.compare;
  return list;
}

/** What can be saved under a name: no single images, and no views that are no list. */
export function savedOf(search: GallerySearch): RawSearch {
  const list = listOf(search);
  delete list.view;
  return writeSearch(list);
}

const FILTERS = [
  ...TEXT_FILTERS,
  ...([
    'q',
    'from',
    'to',
    'rating_min',
    'favourite',
    'seed',
    'collection',
    'bulk',
    'job',
    'all_roles',
  ] as const),
];

export function filtersOf(search: GallerySearch): GalleryFilters {
  const filters: GalleryFilters = {};
  for (const name of FILTERS) set(filters, name, search[name]);
  return filters;
}

export const hasFilters = (search: GallerySearch): boolean => Object.keys(filtersOf(search)).length > 0;

/** Without any filter, in the same view and order. */
export function withoutFilters({ sort, flat, view }: GallerySearch): GallerySearch {
  const search: GallerySearch = { sort };
  set(search, 'flat', flat);
  set(search, 'view', view);
  return search;
}

/** The filters as `listImages`, `facets` and `timeline` take them. */
export function toFilterQuery(search: GallerySearch) {
  const { q, from, to, rating_min, favourite, seed, collection, bulk, job, all_roles } = search;
  const texts = Object.fromEntries(TEXT_FILTERS.map((name) => [name, search[name]]));
  return {
    ...(texts as Partial<Record<TextFilter, string>>),
    q,
    rating_min,
    favourite,
    seed,
    collection,
    from: from === undefined ? undefined : new Date(startOfDay(from)).toISOString(),
    to: to === undefined ? undefined : new Date(startOfDay(to, 1)).toISOString(),
    bulk_id: bulk,
    job_id: job,
    role: all_roles ? ('any' as const) : undefined,
    trashed: search.view === 'trash' ? true : undefined,
  };
}

/** Bulks are one tile each, but not in the trash, where each image is decided by itself. */
export const isStacked = ({ flat, view, bulk, job }: GallerySearch): boolean =>
  !flat && view !== 'trash' && bulk === undefined && job === undefined;

export const isByTime = ({ sort }: GallerySearch): boolean => sort === 'newest' || sort === 'oldest';

function set<T, K extends keyof T>(target: T, name: K, value: T[K] | undefined): void {
  if (value !== undefined) target[name] = value;
}

/** Parameters like `q=123` come as numbers. */
function textOf(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

function wholeOf(value: unknown, least: number, most: number): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= least && (number as number) <= most
    ? (number as number)
    : undefined;
}

const isTrue = (value: unknown): true | undefined => (value === true || value === 'true' ? true : undefined);

function dayOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;
}

function pairOf(value: unknown): [string, string] | undefined {
  const [a, b, ...more] = typeof value === 'string' ? value.split(',') : [];
  return a && b && !more.length ? [a, b] : undefined;
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((one) => one === value);
}
