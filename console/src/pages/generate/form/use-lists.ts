import { useMemo } from 'react';
import { useInventories } from '../../../api/queries/inventory';
import { useServers, type Server } from '../../../api/queries/servers';
import { useDraft } from '../draft/draft-store';
import { mergeInventories, type Lists } from './inventory-lists';

/** The servers that the job may run on: the chosen one, or all of its app_type. */
export function useCandidates(): Server[] {
  const server = useDraft('server');
  const appType = useDraft('appType');
  const { data: servers = [] } = useServers();
  return useMemo(
    () =>
      servers.filter(({ alias, app_type: type, enabled }) =>
        server === null ? type === appType && enabled : alias === server,
      ),
    [servers, server, appType],
  );
}

export function useLists(): { lists: Lists; isPending: boolean } {
  const candidates = useCandidates();
  const { inventories, isPending } = useInventories(candidates.map(({ alias }) => alias));
  const lists = useMemo(() => mergeInventories(inventories), [inventories]);
  return { lists, isPending };
}
