import { queryOptions, useQuery } from '@tanstack/react-query';
import { usePollWhenNotLive } from '../../live/use-live-state';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';

export type Server = Schemas['ServerDto'];

export const serversQuery = queryOptions({
  queryKey: keys.servers,
  queryFn: ({ signal }) => take(api.GET('/api/v1/servers', { signal })),
});

export const useServers = () => useQuery({ ...serversQuery, refetchInterval: usePollWhenNotLive() });
