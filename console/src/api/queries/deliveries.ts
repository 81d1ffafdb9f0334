import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { toast } from '../../components/toast';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type Delivery = Schemas['WebhookDeliveryDto'];
export type DeliveryDetails = Schemas['WebhookDeliveryDetailsDto'];
export type WebhookTry = Schemas['WebhookTryDto'];
export type DeliveryStatus = Delivery['status'];

export interface DeliveryFilter {
  webhook: string | null;
  status: DeliveryStatus | null;
  jobId: string;
}

const PAGE = 50;
/** No event tells of deliveries. */
const EVERY_MS = 5_000;

/** The newest first. */
export const useDeliveries = ({ webhook, status, jobId }: DeliveryFilter) =>
  useInfiniteQuery({
    queryKey: keys.deliveryList({ webhook, status, jobId }),
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = {
        limit: PAGE,
        ...(status && { status }),
        ...(jobId && { job_id: jobId }),
        ...(cursor !== null && { cursor }),
      };
      return take(
        webhook === null
          ? api.GET('/api/v2/webhooks/deliveries', { params: { query }, signal })
          : api.GET('/api/v2/webhooks/{id}/deliveries', { params: { path: { id: webhook }, query }, signal }),
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Many pages are history that somebody looks through, not something that changes under their hands.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 2 ? false : EVERY_MS),
  });

/** With every try. */
export const useDelivery = (id: string) =>
  useQuery({
    queryKey: keys.delivery(id),
    queryFn: ({ signal }) =>
      take(api.GET('/api/v2/webhooks/deliveries/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? EVERY_MS : false),
  });

/** These, or what a filter names; said in the server's own words. */
export const useReplay = () =>
  useMutation({
    mutationFn: async (wanted: string | Schemas['ReplayManyDto']) =>
      take(
        typeof wanted === 'string'
          ? api.POST('/api/v2/webhooks/deliveries/{id}/replay', { params: { path: { id: wanted } } })
          : api.POST('/api/v2/webhooks/deliveries/replay', { body: wanted }),
      ),
    onSuccess: ({ message }) => toast.done(message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.deliveries }),
  });
