import type { Span } from '../layout/spans';
import { toFilterQuery, type GallerySearch } from './gallery-search';

/** The filters of a search within one span of the wall. */
export function spanQuery(search: GallerySearch, span: Span | undefined) {
  const filters = toFilterQuery(search);
  return {
    ...filters,
    from: later(filters.from, span?.from ?? null),
    to: earlier(filters.to, span?.to ?? null),
  };
}

const later = (iso: string | undefined, ms: number | null): string | undefined =>
  ms === null ? iso : new Date(Math.max(ms, iso === undefined ? -Infinity : Date.parse(iso))).toISOString();

const earlier = (iso: string | undefined, ms: number | null): string | undefined =>
  ms === null ? iso : new Date(Math.min(ms, iso === undefined ? Infinity : Date.parse(iso))).toISOString();
