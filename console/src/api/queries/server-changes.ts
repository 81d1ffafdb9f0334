// What can be done with servers. Switches show at once and are taken back when the server refuses.
import { useMutation } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';
import type { Server } from './servers';

export type ServerSwitch = 'drain' | 'resume' | 'enable' | 'disable';
export type ServerTest = Schemas['ServerTestDto'];

const readServersAgain = () => queryClient.invalidateQueries({ queryKey: keys.servers });

/** `alias`: of the server that is changed; undefined adds one. */
export const useSaveServer = (alias: string | undefined) =>
  useMutation({
    mutationFn: (body: Schemas['CreateServerDto']) =>
      take(
        alias === undefined
          ? api.POST('/api/v1/servers', { body })
          : api.PATCH('/api/v1/servers/{alias}', { params: { path: { alias } }, body }),
      ),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['inventory'] });
      return readServersAgain();
    },
    // The form shows it.
    meta: { quiet: true },
  });

/** A server as it is stored. */
export const useTestServer = () =>
  useMutation({
    mutationFn: (alias: string) =>
      take(api.POST('/api/v1/servers/{alias}/test', { params: { path: { alias } } })),
    onSettled: readServersAgain,
  });

/** A server as it is written in the form. */
export const useTestUnsaved = () =>
  useMutation({
    mutationFn: (body: Schemas['UpdateServerDto']) => take(api.POST('/api/v1/servers/test', { body })),
    meta: { quiet: true },
  });

const CHANGES: Record<ServerSwitch, Partial<Server>> = {
  drain: { draining: true },
  resume: { draining: false },
  enable: { enabled: true },
  disable: { enabled: false },
};

const PATHS = {
  drain: '/api/v1/servers/{alias}/drain',
  resume: '/api/v1/servers/{alias}/resume',
  enable: '/api/v1/servers/{alias}/enable',
  disable: '/api/v1/servers/{alias}/disable',
} as const;

export const useSwitchServer = () =>
  useMutation({
    mutationFn: ({ alias, to }: { alias: string; to: ServerSwitch }) =>
      take(api.POST(PATHS[to], { params: { path: { alias } } })),
    onMutate: ({ alias, to }) => {
      const before = queryClient.getQueryData<Server[]>(keys.servers);
      queryClient.setQueryData<Server[]>(keys.servers, (servers) =>
        servers?.map((server) => (server.alias === alias ? { ...server, ...CHANGES[to] } : server)),
      );
      return before;
    },
    onError: (_error, _change, before) => queryClient.setQueryData(keys.servers, before),
    onSettled: readServersAgain,
  });

/** What runs there goes on, what waits for it waits for a server of that name. */
export const useRemoveServer = () =>
  useMutation({
    mutationFn: (alias: string) =>
      take(
        api.DELETE('/api/v1/servers/{alias}', {
          params: { path: { alias }, query: { force: 'true' } },
        }),
      ),
    onSuccess: readServersAgain,
    meta: { quiet: true },
  });
