import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';

/** Whoever shows these follows the events of each job: else every event would read all of them again. */
const patched = { patched: true };

export const wallJobQuery = (id: string) =>
  queryOptions({
    queryKey: keys.wallJob(id),
    queryFn: async ({ signal }) => {
      const path = { id };
      return [await take(api.GET('/api/v2/queue/jobs/{id}/status', { params: { path }, signal }))];
    },
    staleTime: Infinity,
    retry: false,
    meta: patched,
  });

const PICTURES = 60;

/** What of a bulk has begun, the last ones first; what waits is only counted. */
export const wallBulkQuery = (id: string) =>
  queryOptions({
    queryKey: keys.wallBulk(id),
    queryFn: async ({ signal }) => {
      const query = {
        bulk: id,
        status: 'processing,completed,failed,cancelled',
        limit: PICTURES,
        order: 'desc',
      } as const;
      return (await take(api.GET('/api/v2/queue/jobs', { params: { query }, signal }))).jobs;
    },
    staleTime: Infinity,
    retry: false,
    meta: patched,
  });
