import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type Webhook = Schemas['WebhookSubscriptionDto'];
export type WebhookBody = Schemas['CreateWebhookDto'];
export type WebhookEvent = Webhook['events'][number];
export type WebhookTemplate = Webhook['template'];
export type WebhookTest = Schemas['WebhookTestDto'];

/** Only pauses are told of by events; single failures are not. */
const EVERY_MS = 10_000;

export const useWebhooks = () =>
  useQuery({
    queryKey: keys.webhooks,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v2/webhooks', { signal }))).webhooks,
    refetchInterval: EVERY_MS,
  });

/** The newest message that arrived; null when none did. */
export const useLastDelivered = (id: string) =>
  useQuery({
    queryKey: keys.lastDelivery(id),
    queryFn: async ({ signal }) => {
      const params = { path: { id }, query: { status: 'delivered', limit: 1 } } as const;
      const { deliveries } = await take(api.GET('/api/v2/webhooks/{id}/deliveries', { params, signal }));
      return deliveries[0] ?? null;
    },
    refetchInterval: EVERY_MS,
  });

const readWebhooksAgain = () => queryClient.invalidateQueries({ queryKey: keys.webhooks });
const at = (id: string) => ({ path: { id } });

export const useCreateWebhook = () =>
  useMutation({
    mutationFn: (body: WebhookBody) => take(api.POST('/api/v2/webhooks', { body })),
    onSuccess: readWebhooksAgain,
    meta: { quiet: true },
  });

export const useUpdateWebhook = (id: string) =>
  useMutation({
    mutationFn: (body: Schemas['UpdateWebhookDto']) =>
      take(api.PATCH('/api/v2/webhooks/{id}', { params: at(id), body })),
    onSuccess: readWebhooksAgain,
    meta: { quiet: true },
  });

export type WebhookSwitch = 'enable' | 'disable' | 'resume';

const PATHS = {
  enable: '/api/v2/webhooks/{id}/enable',
  disable: '/api/v2/webhooks/{id}/disable',
  resume: '/api/v2/webhooks/{id}/resume',
} as const;
const CHANGES: Record<WebhookSwitch, Partial<Webhook>> = {
  enable: { enabled: true },
  disable: { enabled: false },
  resume: { paused: false, pause_reason: null, paused_until: null },
};

/** Shows at once, and is taken back when the server refuses. */
export const useSwitchWebhook = () =>
  useMutation({
    mutationFn: ({ id, to }: { id: string; to: WebhookSwitch }) =>
      take(api.POST(PATHS[to], { params: at(id) })),
    onMutate: ({ id, to }) => {
      const before = queryClient.getQueryData<Webhook[]>(keys.webhooks);
      queryClient.setQueryData<Webhook[]>(keys.webhooks, (all) =>
        all?.map((webhook) => (webhook.id === id ? { ...webhook, ...CHANGES[to] } : webhook)),
      );
      return before;
    },
    onError: (_error, _change, before) => queryClient.setQueryData(keys.webhooks, before),
    onSettled: readWebhooksAgain,
  });

export const useRotateWebhook = () =>
  useMutation({
    mutationFn: (id: string) =>
      take(api.POST('/api/v2/webhooks/{id}/rotate-secret', { params: at(id), body: {} })),
    onSuccess: readWebhooksAgain,
    meta: { quiet: true },
  });

export const useRemoveWebhook = () =>
  useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v2/webhooks/{id}', { params: at(id) })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.deliveries });
      return readWebhooksAgain();
    },
    meta: { quiet: true },
  });

/** Answers with what was sent and what came back. */
export const useTestWebhook = () =>
  useMutation({
    mutationFn: (id: string) => take(api.POST('/api/v2/webhooks/{id}/test', { params: at(id) })),
    meta: { quiet: true },
  });
