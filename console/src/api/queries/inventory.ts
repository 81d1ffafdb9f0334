import { queryOptions, useQueries } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';

export type Inventory = Schemas['ServerInventoryDto'];
export type ModelFile = Schemas['ModelFileDto'];
export type NamedChoice = Schemas['NamedChoiceDto'];

/** What a server has changes when somebody copies a model there, so seldom. */
const FRESH_MS = 5 * 60_000;

export const inventoryQuery = (alias: string) =>
  queryOptions({
    queryKey: keys.inventory(alias),
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/servers/{alias}/inventory', { params: { path: { alias } }, signal })),
    staleTime: FRESH_MS,
    retry: false,
  });

/** Of several servers; those that cannot be read are left out. */
export function useInventories(aliases: readonly string[]): { inventories: Inventory[]; isPending: boolean } {
  return useQueries({
    queries: aliases.map(inventoryQuery),
    combine: (results) => ({
      inventories: results.flatMap(({ data }) => (data ? [data] : [])),
      isPending: results.some((result) => result.isPending),
    }),
  });
}
