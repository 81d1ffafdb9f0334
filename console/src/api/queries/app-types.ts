import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';

/** The kinds of servers that this StableQueue speaks to; they change with its version only. */
export const appTypesQuery = queryOptions({
  queryKey: keys.appTypes,
  queryFn: ({ signal }) => take(api.GET('/api/v2/app-types', { signal })),
  staleTime: Infinity,
});

export const useAppTypes = () => useQuery(appTypesQuery);
