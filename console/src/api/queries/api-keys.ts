import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type ApiKey = Schemas['ApiKeyDto'];
export type Scope = ApiKey['scopes'][number];
export type UsageDay = Schemas['UsageDayDto'];
export type AccessEntry = Schemas['AccessEntryDto'];
export type ApiKeyBody = Schemas['CreateApiKeyDto'];

/** No event tells that a key was used. */
const EVERY_MS = 15_000;
const PAGE = 50;

export const useApiKeys = () =>
  useQuery({
    queryKey: keys.apiKeys,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/api-keys', { signal }))).api_keys,
    refetchInterval: EVERY_MS,
  });

const readKeysAgain = () => queryClient.invalidateQueries({ queryKey: keys.apiKeys });
const at = (id: number) => ({ path: { id: String(id) } });

export const useCreateKey = () =>
  useMutation({
    mutationFn: (body: ApiKeyBody) => take(api.POST('/api/v1/api-keys', { body })),
    onSuccess: readKeysAgain,
    meta: { quiet: true },
  });

export const useUpdateKey = (id: number) =>
  useMutation({
    mutationFn: (body: Schemas['UpdateApiKeyDto']) =>
      take(api.PATCH('/api/v1/api-keys/{id}', { params: at(id), body })),
    onSuccess: readKeysAgain,
    meta: { quiet: true },
  });

/** Revoked keys are refused at once. Shows at once, and is taken back when the server refuses. */
export const useActivateKey = () =>
  useMutation({
    mutationFn: ({ id, active }: { id: number; active: boolean }) =>
      take(api.PATCH('/api/v1/api-keys/{id}', { params: at(id), body: { is_active: active } })),
    onMutate: ({ id, active }) => {
      const before = queryClient.getQueryData<ApiKey[]>(keys.apiKeys);
      const state = active ? 'active' : 'inactive';
      queryClient.setQueryData<ApiKey[]>(keys.apiKeys, (all) =>
        all?.map((key) => (key.id === id ? { ...key, is_active: active, state } : key)),
      );
      return before;
    },
    onError: (_error, _change, before) => queryClient.setQueryData(keys.apiKeys, before),
    onSettled: readKeysAgain,
  });

export const useRotateKey = () =>
  useMutation({
    mutationFn: ({ id, overlapHours }: { id: number; overlapHours: number }) =>
      take(
        api.POST('/api/v1/api-keys/{id}/rotate', {
          params: at(id),
          body: { overlap_hours: overlapHours },
        }),
      ),
    onSuccess: readKeysAgain,
    meta: { quiet: true },
  });

export const useMakePathToken = () =>
  useMutation({
    mutationFn: (id: number) => take(api.POST('/api/v1/api-keys/{id}/path-token', { params: at(id) })),
    onSuccess: readKeysAgain,
  });

export const useDropPathToken = () =>
  useMutation({
    mutationFn: (id: number) => take(api.DELETE('/api/v1/api-keys/{id}/path-token', { params: at(id) })),
    onSuccess: readKeysAgain,
  });

export const useRemoveKey = () =>
  useMutation({
    mutationFn: ({ id, jobs }: { id: number; jobs: 'cancel' | 'keep' }) =>
      take(api.DELETE('/api/v1/api-keys/{id}', { params: { ...at(id), query: { jobs } } })),
    onSuccess: readKeysAgain,
    meta: { quiet: true },
  });

/** Day by day, the oldest first. */
export const useKeyUsage = (id: number, days: number) =>
  useQuery({
    queryKey: keys.apiKeyUsage(id, days),
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/api-keys/{id}/usage', { params: { ...at(id), query: { days } }, signal })))
        .days,
    refetchInterval: EVERY_MS,
  });

/** Of one key, or of everybody; the newest first. */
export const useAccessLog = (keyId: number | null, outcome: 'all' | 'refused') =>
  useInfiniteQuery({
    queryKey: keys.accessLog({ keyId, outcome }),
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { outcome, limit: PAGE, ...(cursor !== null && { cursor }) };
      return take(
        keyId === null
          ? api.GET('/api/v1/access-log', { params: { query }, signal })
          : api.GET('/api/v1/api-keys/{id}/access-log', { params: { ...at(keyId), query }, signal }),
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // Later pages are older, so only the first one has news.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS),
  });
