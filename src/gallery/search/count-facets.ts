// What the images that a search leaves have in common: values and how often each occurs. Pure.
import type { Dictionary } from './dictionary.js';
import type { ImageColumns } from './image-columns.js';
import { visitImages, type Facet, type ImageSearch } from './image-search.js';

export interface ValueCount<T = string> {
  value: T;
  count: number;
}

export interface FacetCounts {
  models: ValueCount[];
  loras: ValueCount[];
  samplers: ValueCount[];
  sizes: ValueCount[];
  servers: ValueCount[];
  sources: ValueCount[];
  ratings: ValueCount<number>[];
  tags: ValueCount[];
  favourites: number;
  total: number;
}

const MOST_VALUES = 50;
const RATINGS = 6;
const DAY_MS = 24 * 3600_000;

/** A facet is counted over what the other filters leave: it does not narrow itself. */
export function countFacets(columns: ImageColumns, search: ImageSearch): FacetCounts {
  const { names } = columns;
  const single = [
    counter('model', columns.model, names.model),
    counter('sampler', columns.sampler, names.sampler),
    counter('size', columns.size, names.size),
    counter('server', columns.server, names.server),
    counter('source', columns.source, names.source),
  ];
  const several = [setCounter('lora', columns.loras, names.lora), setCounter('tag', columns.tags, names.tag)];
  const ratings = new Uint32Array(RATINGS);
  let favourites = 0;
  let total = 0;
  visitImages(columns, search, (at, failed) => {
    if (failed === null) total += 1;
    for (const { facet, codes, counts } of single)
      if (failed === null || failed === facet) counts[codes[at]!]! += 1;
    for (const { facet, sets, counts } of several)
      if (failed === null || failed === facet) for (const code of sets[at]!) counts[code]! += 1;
    if (failed === null || failed === 'rating') ratings[columns.rating[at]!]! += 1;
    if ((failed === null || failed === 'favourite') && columns.isFavourite(at)) favourites += 1;
  });
  const values = (facet: Facet): ValueCount[] =>
    most(
      [...single, ...several].find((one) => one.facet === facet)!,
      MOST_VALUES,
    );
  return {
    models: values('model'),
    loras: values('lora'),
    samplers: values('sampler'),
    sizes: values('size'),
    servers: values('server'),
    sources: values('source'),
    ratings: ratingCounts(ratings),
    tags: values('tag'),
    favourites,
    total,
  };
}

/** Images by the day (UTC) on which they were made, newest first. */
export function countDays(columns: ImageColumns, search: ImageSearch): { day: string; count: number }[] {
  const days = new Map<number, number>();
  visitImages(columns, search, (at, failed) => {
    if (failed !== null) return;
    const day = Math.floor(columns.created[at]! / DAY_MS);
    days.set(day, (days.get(day) ?? 0) + 1);
  });
  return [...days]
    .sort(([a], [b]) => b - a)
    .map(([day, count]) => ({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), count }));
}

/** All tags of what the search leaves, most used first. */
export function countTags(columns: ImageColumns, search: ImageSearch, limit: number): ValueCount[] {
  const tags = setCounter('tag', columns.tags, columns.names.tag);
  visitImages(columns, search, (at, failed) => {
    if (failed === null) for (const code of tags.sets[at]!) tags.counts[code]! += 1;
  });
  return most(tags, limit);
}

function counter(facet: Facet, codes: Uint32Array, names: Dictionary) {
  return { facet, codes, names, counts: new Uint32Array(names.size) };
}

function setCounter(facet: Facet, sets: (readonly number[])[], names: Dictionary) {
  return { facet, sets, names, counts: new Uint32Array(names.size) };
}

/** Code 0 stands for images that have none. */
function most({ counts, names }: { counts: Uint32Array; names: Dictionary }, limit: number): ValueCount[] {
  const found: ValueCount[] = [];
  for (let code = 1; code < counts.length; code += 1)
    found.push({ value: names.textOf(code) ?? '', count: counts[code]! });
  return found
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, limit);
}

function ratingCounts(counts: Uint32Array): ValueCount<number>[] {
  return [...counts]
    .map((count, value) => ({ value, count }))
    .filter(({ count }) => count > 0)
    .reverse();
}
