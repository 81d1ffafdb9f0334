import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { usePollWhenNotLive } from '../../live/use-live-state';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type Server = Schemas['ServerDto'];

export const serversQuery = queryOptions({
  queryKey: keys.servers,
  queryFn: ({ signal }) => take(api.GET('/api/v1/servers', { signal })),
});

export const useServers = () => useQuery({ ...serversQuery, refetchInterval: usePollWhenNotLive() });

/** Whether a server takes no new jobs; shows at once, and is taken back when it is refused. */
export const useDrainServer = () =>
  useMutation({
    mutationFn: ({ alias, draining }: { alias: string; draining: boolean }) => {
      const params = { path: { alias } };
      return take(
        draining
          ? api.POST('/api/v1/servers/{alias}/drain', { params })
          : api.POST('/api/v1/servers/{alias}/resume', { params }),
      );
    },
    onMutate: ({ alias, draining }) => {
      const before = queryClient.getQueryData<Server[]>(keys.servers);
      queryClient.setQueryData<Server[]>(keys.servers, (servers) =>
        servers?.map((server) => (server.alias === alias ? { ...server, draining } : server)),
      );
      return before;
    },
    onError: (_error, _change, before) => queryClient.setQueryData(keys.servers, before),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.servers }),
  });
