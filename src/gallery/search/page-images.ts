// One page of a search, in the order that was asked for. Pure.
import type { ImageColumns, Order } from './image-columns.js';
import { matcherOf, type ImageSearch } from './image-search.js';

export const SORTS = ['newest', 'oldest', 'rating', 'largest'] as const;
export type Sort = (typeof SORTS)[number];

/** The last image of the page before: what it was sorted by, when it was made, its id. */
export type Place = readonly [value: number, created: number, id: number];

export interface PageRequest {
  sort: Sort;
  limit: number;
  after?: Place;
  /** The newest image of each bulk stands for all of them. */
  stacked: boolean;
  counted: boolean;
}

export interface PageOfIds {
  ids: number[];
  /** Of those that stand for a bulk: how many images it has. */
  stacks: Map<number, number>;
  /** Null where it was not asked for. */
  total: number | null;
  /** The place to go on from; null on the last page. */
  next: Place | null;
}

const ORDERS: Record<Sort, { order: Order; down: boolean }> = {
  newest: { order: 'time', down: true },
  oldest: { order: 'time', down: false },
  rating: { order: 'rating', down: true },
  largest: { order: 'bytes', down: true },
};

export function pageImages(columns: ImageColumns, search: ImageSearch, request: PageRequest): PageOfIds {
  const matches = matcherOf(columns, search);
  const stacks = request.stacked ? stacksOf(columns, matches) : null;
  const shown = stacks ? (at: number) => matches(at) && stacks.shows(at) : matches;
  const { order, down } = ORDERS[request.sort];
  const ordered = columns.ordered(order);
  const found: number[] = [];
  let total = 0;
  let isBehind = !request.after;
  for (let step = 0; step < ordered.length; step += 1) {
    const at = ordered[down ? ordered.length - 1 - step : step]!;
    isBehind ||= isAfter(placeOf(columns, order, at), request.after!, down);
    if (!request.counted && found.length > request.limit) break;
    if ((!isBehind && !request.counted) || !shown(at)) continue;
    total += 1;
    if (isBehind && found.length <= request.limit) found.push(at);
  }
  const page = found.slice(0, request.limit);
  const last = page.at(-1);
  return {
    ids: page.map((at) => columns.id[at]!),
    stacks: stacks ? stacks.counts(page) : new Map<number, number>(),
    total: request.counted ? total : null,
    next: found.length > page.length && last !== undefined ? placeOf(columns, order, last) : null,
  };
}

function placeOf(columns: ImageColumns, order: Order, at: number): Place {
  const value = order === 'time' ? 0 : order === 'rating' ? columns.rating[at]! : columns.bytes[at]!;
  return [value, columns.created[at]!, columns.id[at]!];
}

function isAfter(place: Place, after: Place, down: boolean): boolean {
  for (let part = 0; part < place.length; part += 1)
    if (place[part] !== after[part]) return down === place[part]! < after[part]!;
  return false;
}

/** Of each bulk the newest image that matches, and how many match. */
function stacksOf(columns: ImageColumns, matches: (at: number) => boolean) {
  const count = new Uint32Array(columns.names.bulk.size);
  const newest = new Int32Array(columns.names.bulk.size).fill(-1);
  for (const at of columns.ordered('time')) {
    const bulk = columns.bulk[at]!;
    if (bulk === 0 || !matches(at)) continue;
    count[bulk]! += 1;
    newest[bulk] = at;
  }
  return {
    shows: (at: number): boolean => columns.bulk[at] === 0 || newest[columns.bulk[at]!] === at,
    counts: (page: number[]): Map<number, number> =>
      new Map(
        page
          .filter((at) => columns.bulk[at] !== 0)
          .map((at) => [columns.id[at]!, count[columns.bulk[at]!]!] as const),
      ),
  };
}
