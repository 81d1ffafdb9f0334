import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { usePollWhenNotLive } from '../../live/use-live-state';
import { text } from '../../text';
import { toast } from '../../components/toast';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type Job = Schemas['JobDto'];
export type JobDetails = Schemas['JobDetailsDto'];
export type QueueState = Schemas['QueueStateDto'];

export const queueQuery = queryOptions({
  queryKey: keys.queue,
  queryFn: ({ signal }) => take(api.GET('/api/v1/queue', { signal })),
});

export const useQueueState = () => useQuery({ ...queueQuery, refetchInterval: usePollWhenNotLive() });

const RUNNING = { status: 'processing', limit: 200, order: 'asc' } as const;

/** Jobs that run now, on all servers. */
export const runningJobsQuery = queryOptions({
  queryKey: keys.jobList(RUNNING),
  queryFn: async ({ signal }) =>
    (await take(api.GET('/api/v2/queue/jobs', { params: { query: RUNNING }, signal }))).jobs,
});

export const useRunningJobs = () => useQuery({ ...runningJobsQuery, refetchInterval: usePollWhenNotLive() });

/** The jobs that run next, with their places. */
export function useNextJobs(limit: number) {
  const query = { status: 'pending', order: 'queue', limit } as const;
  return useQuery({
    queryKey: keys.jobList(query),
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v2/queue/jobs', { params: { query }, signal }))).jobs,
    refetchInterval: usePollWhenNotLive(),
  });
}

/** Shows at once, and is taken back when the server refuses. */
export const usePauseQueue = () =>
  useMutation({
    mutationFn: (paused: boolean) =>
      take(paused ? api.POST('/api/v1/queue/pause') : api.POST('/api/v1/queue/resume')),
    onMutate: (paused) => {
      const before = queryClient.getQueryData<QueueState>(keys.queue);
      if (before) queryClient.setQueryData<QueueState>(keys.queue, { ...before, paused });
      return before;
    },
    onError: (_error, _paused, before) => queryClient.setQueryData(keys.queue, before),
    onSuccess: (_state, paused) =>
      toast.done(paused ? text.queueState.pausedNow : text.queueState.resumedNow),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.queue }),
  });
