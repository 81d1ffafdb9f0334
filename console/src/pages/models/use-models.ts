import { useQueries } from '@tanstack/react-query';
import { inventoryQuery } from '../../api/queries/inventory';
import { messageOf } from '../../api/problem';
import { useServers, type Server } from '../../api/queries/servers';
import { mergeModels, type Model } from './merge-models';

export interface Models {
  models: Model[];
  /** All servers, also those that could not be read. */
  servers: string[];
  /** Nothing has been read yet. */
  isPending: boolean;
  unread: { alias: string; why: string; retry: () => void }[];
}

/** What all servers together have. Servers that are switched off are not asked. */
export function useModels(): Models | undefined {
  const { data: servers } = useServers();
  const asked = servers?.filter(({ enabled }) => enabled) ?? [];
  const readings = useQueries({
    queries: asked.map((server) => ({ ...inventoryQuery(server.alias), enabled: mayAnswer(server) })),
  });
  if (!servers) return undefined;
  const inventories = readings.flatMap(({ data }) => (data ? [data] : []));
  const loaded = new Map(asked.map(({ alias, health }) => [alias, health.loaded_checkpoint]));
  return {
    models: mergeModels(inventories, loaded),
    servers: servers.map(({ alias }) => alias),
    isPending: !inventories.length && readings.some(({ isLoading }) => isLoading),
    unread: asked.flatMap((server, index) => {
      const reading = readings[index];
      if (!reading || reading.data || reading.isLoading) return [];
      const why = reading.error ? messageOf(reading.error) : (server.health.problem ?? '');
      return [{ alias: server.alias, why, retry: () => void reading.refetch() }];
    }),
  };
}

/** One that never answered has told nothing either: asking it is left to whoever looks at the page. */
function mayAnswer({ health }: Server): boolean {
  return health.state === 'online' || health.version !== null;
}
