import { useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';

export type ServerUtilisation = Schemas['ServerUtilisationDto'];

const LAST_HOUR = { minutes: 60, buckets: 60 };
/** No event tells of the minute that has passed. */
const EVERY_MS = 10_000;

/** How busy each server was in the last hour, and what waits for it. */
export const useUtilisation = () =>
  useQuery({
    queryKey: keys.utilisation,
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/system/utilisation', { params: { query: LAST_HOUR }, signal })),
    refetchInterval: EVERY_MS,
  });
