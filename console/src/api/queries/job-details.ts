import { queryOptions } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';

/** Everything that is known of a job. Read again by its own events only (`use-job.ts`). */
export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: keys.job(id),
    queryFn: ({ signal }) => take(api.GET('/api/v2/queue/jobs/{id}', { params: { path: { id } }, signal })),
    meta: { patched: true },
  });

/** What is remembered of it: attempts, events and log lines, oldest first. */
export const jobLogQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.job(id), 'log'],
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v2/queue/jobs/{id}/log', { params: { path: { id } }, signal }))).lines,
    meta: { patched: true },
  });

const of = (id: string) => ({ params: { path: { id } } });

export const cancelJob = (id: string) => take(api.POST('/api/v2/queue/jobs/{id}/cancel', of(id)));
export const releaseJob = (id: string) => take(api.POST('/api/v2/queue/jobs/{id}/release', of(id)));
export const deleteJob = (id: string) => take(api.DELETE('/api/v2/queue/jobs/{id}', of(id)));
/** Next of those that it may overtake. */
export const runJobNext = (id: string) => take(api.POST('/api/v2/queue/jobs/{id}/dispatch', of(id)));
