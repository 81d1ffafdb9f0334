import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import type { Job } from './queue';

export type Bulk = Schemas['BulkSummaryDto'];

/** How far a bulk is. */
export const bulkQuery = (id: string) =>
  queryOptions({
    queryKey: keys.bulk(id),
    queryFn: async ({ signal }): Promise<Bulk> =>
      take(api.GET('/api/v2/generate/bulk/{id}', { params: { path: { id }, query: { limit: 0 } }, signal })),
  });

const PER_PAGE = 30;

/** Newest first. */
export const bulksQuery = infiniteQueryOptions({
  queryKey: [...keys.bulks, 'list'],
  queryFn: ({ pageParam, signal }) =>
    take(
      api.GET('/api/v2/generate/bulk', { params: { query: { limit: PER_PAGE, cursor: pageParam } }, signal }),
    ),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

/** Its newest pictures. `done`: how many of its jobs are done, so that they are read again when more are. */
export const bulkPicturesQuery = (id: string, done: number, limit: number) =>
  queryOptions({
    queryKey: [...keys.bulk(id), 'pictures', done, limit],
    queryFn: async ({ signal }): Promise<Job['images']> => {
      const query = { bulk: id, status: 'completed', order: 'ended' as const, limit, fields: 'images' };
      const { jobs } = await take(api.GET('/api/v2/queue/jobs', { params: { query }, signal }));
      return jobs.flatMap(({ images }) => images.filter(({ role }) => role === 'image').slice(0, 1));
    },
    enabled: done > 0,
    placeholderData: (before) => before,
    staleTime: Infinity,
    meta: { patched: true },
  });

const path = (id: string) => ({ params: { path: { id } } });

export const cancelBulk = (id: string) => take(api.POST('/api/v2/generate/bulk/{id}/cancel', path(id)));
export const pauseBulk = (id: string) => take(api.POST('/api/v2/generate/bulk/{id}/pause', path(id)));
export const resumeBulk = (id: string) => take(api.POST('/api/v2/generate/bulk/{id}/resume', path(id)));
export const retryBulk = (id: string, cancelled = false) =>
  take(
    api.POST('/api/v2/generate/bulk/{id}/retry-failed', { params: { path: { id }, query: { cancelled } } }),
  );
export const deleteBulk = (id: string) => take(api.DELETE('/api/v2/generate/bulk/{id}', path(id)));

/** All of its pictures on one sheet. */
export const contactSheetUrl = (id: string): string =>
  `/api/v2/generate/bulk/${encodeURIComponent(id)}/contact-sheet`;
