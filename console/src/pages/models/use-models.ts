import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
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
  const inventories = readings.flatMap(({ data }) => (data ? [data] : []));
  // Readings are new objects with every draw.
  const version = readings.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const loaded = asked.map(({ health }) => health.loaded_checkpoint).join('\n');
  const models = useMemo(
    () =>
      mergeModels(inventories, new Map(asked.map(({ alias, health }) => [alias, health.loaded_checkpoint]))),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `version` and `loaded` are what they are made of
    [version, loaded],
  );
  if (!servers) return undefined;
  return {
    models,
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
