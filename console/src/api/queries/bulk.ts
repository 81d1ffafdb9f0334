import { useQuery } from '@tanstack/react-query';
import { usePollWhenNotLive } from '../../live/use-live-state';
import { api, take } from '../client';
import { keys } from '../keys';

/** One bulk in numbers, with the first of its jobs. */
export const useBulk = (id: string) =>
  useQuery({
    queryKey: keys.bulk(id),
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { limit: 1 } };
      return take(api.GET('/api/v2/generate/bulk/{id}', { params, signal }));
    },
    refetchInterval: usePollWhenNotLive(),
    retry: false,
  });
