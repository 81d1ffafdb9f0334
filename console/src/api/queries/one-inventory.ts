import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';
import { inventoryQuery } from './inventory';

/** Of one server, with the reason when it cannot be read. */
export const useInventory = (alias: string) => useQuery(inventoryQuery(alias));

/** Asks the server itself, now. */
export const useRefreshInventory = () =>
  useMutation({
    mutationFn: (alias: string) =>
      take(api.POST('/api/v1/servers/{alias}/inventory/refresh', { params: { path: { alias } } })),
    onSuccess: (inventory, alias) => queryClient.setQueryData(keys.inventory(alias), inventory),
  });
