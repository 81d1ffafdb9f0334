// Which images are looked for, and the one pass over the columns that finds them. Pure.
import type { ImageColumns } from './image-columns.js';

/** Every part narrows the others. */
export interface ImageSearch {
  /** Only images of this key; undefined: everybody's. */
  apiKeyId?: number;
  /** Undefined: of any role. */
  roles?: readonly string[];
  trashed: boolean;
  model?: string;
  lora?: string;
  sampler?: string;
  size?: string;
  server?: string;
  source?: string;
  appType?: string;
  bulk?: string;
  seed?: number;
  tag?: string;
  /** Id. */
  collection?: number;
  favourite?: boolean;
  ratingMin?: number;
  /** Milliseconds since the epoch. */
  from?: number;
  /** Before this one. */
  to?: number;
  /** Only these ids, ascending (what a text or a job leaves). */
  only?: readonly number[];
  /** None of these ids, ascending. */
  without?: readonly number[];
}

export const FACETS = [
  'model',
  'lora',
  'sampler',
  'size',
  'server',
  'source',
  'rating',
  'tag',
  'favourite',
] as const;
export type Facet = (typeof FACETS)[number];

/** `failed` is the one facet whose own filter leaves the image out; null for an image that all filters leave in. */
export type Visit = (at: number, failed: Facet | null) => void;

interface Test {
  facet: Facet | null;
  passes(at: number): boolean;
}

/** Visits each image that all filters leave, and each that only the filter of one facet leaves out. */
export function visitImages(columns: ImageColumns, search: ImageSearch, visit: Visit): void {
  const judge = judgeOf(columns, search);
  const look = (at: number): void => {
    const failed = judge(at);
    if (failed !== undefined) visit(at, failed);
  };
  if (!search.only) {
    for (let at = 0; at < columns.length; at += 1) look(at);
    return;
  }
  for (const at of placesOf(columns, search.only)) look(at);
}

/** Whether all filters leave an image. */
export function matcherOf(columns: ImageColumns, search: ImageSearch): (at: number) => boolean {
  const judge = judgeOf(columns, search);
  const chosen = search.only && marks(columns, search.only);
  return (at) => (!chosen || chosen[at] === 1) && judge(at) === null;
}

/** As `failed` of `Visit`; undefined: left out by more than one filter, or by one that is no facet. */
function judgeOf(columns: ImageColumns, search: ImageSearch): (at: number) => Facet | null | undefined {
  const tests = testsOf(columns, search);
  return (at) => {
    let failed: Facet | null = null;
    for (const test of tests) {
      if (test.passes(at)) continue;
      if (failed !== null || test.facet === null) return undefined;
      failed = test.facet;
    }
    return failed;
  };
}

/** Those that leave out most and cost least come first. */
function testsOf(columns: ImageColumns, search: ImageSearch): Test[] {
  const { names } = columns;
  const tests: Test[] = [];
  const add = (facet: Facet | null, passes: (at: number) => boolean): void =>
    void tests.push({ facet, passes });
  add(null, (at) => columns.isSaved(at) && columns.isTrashed(at) === search.trashed);
  const { apiKeyId, from, to, seed, ratingMin, favourite, collection } = search;
  if (apiKeyId !== undefined) add(null, (at) => columns.isOf(at, apiKeyId));
  if (from !== undefined) add(null, (at) => columns.created[at]! >= from);
  if (to !== undefined) add(null, (at) => columns.created[at]! < to);
  if (seed !== undefined) add(null, (at) => columns.seed[at] === seed);
  if (search.without) {
    const out = marks(columns, search.without);
    add(null, (at) => out[at] === 0);
  }
  const isText = (
    facet: Facet | null,
    column: 'appType' | 'bulk' | 'model' | 'sampler' | 'size' | 'server' | 'source',
  ): void => {
    const text = search[column];
    if (text === undefined) return;
    const code = names[column].find(text);
    const codes = columns[column];
    add(facet, code === undefined ? () => false : (at) => codes[at] === code);
  };
  if (search.roles) {
    // By code, as this is asked of every image.
    const wanted: boolean[] = [];
    for (const role of search.roles) wanted[names.role.find(role) ?? NONE] = true;
    add(null, (at) => wanted[columns.role[at]!] === true);
  }
  for (const column of ['appType', 'bulk'] as const) isText(null, column);
  for (const column of ['model', 'sampler', 'size', 'server', 'source'] as const) isText(column, column);
  if (ratingMin !== undefined) add('rating', (at) => columns.rating[at]! >= ratingMin);
  if (favourite !== undefined) add('favourite', (at) => columns.isFavourite(at) === favourite);
  if (search.lora !== undefined) addSet('lora', columns.loras, names.lora.find(search.lora));
  if (search.tag !== undefined) addSet('tag', columns.tags, names.tag.find(search.tag));
  if (collection !== undefined) add(null, (at) => columns.collections[at]!.includes(collection));
  return tests;

  function addSet(facet: Facet, sets: (readonly number[])[], code: number | undefined): void {
    add(facet, code === undefined ? () => false : (at) => sets[at]!.includes(code));
  }
}

function marks(columns: ImageColumns, ids: readonly number[]): Uint8Array {
  const marked = new Uint8Array(columns.length);
  for (const at of placesOf(columns, ids)) marked[at] = 1;
  return marked;
}

/** No code of a dictionary. */
const NONE = -1;

/** Both lists ascend, so few ids are looked up one by one and many are met on the way. */
function* placesOf(columns: ImageColumns, ids: readonly number[]): Generator<number> {
  if (ids.length * 20 < columns.length) {
    for (const id of ids) {
      const at = columns.placeOf(id);
      if (at !== undefined) yield at;
    }
    return;
  }
  let at = 0;
  for (const id of ids) {
    while (at < columns.length && columns.id[at]! < id) at += 1;
    if (at < columns.length && columns.id[at] === id) yield at;
  }
}
