import { useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';

export type UsedPrompt = Schemas['UsedPromptDto'];

export const useWildcards = (enabled: boolean) =>
  useQuery({
    queryKey: keys.wildcards,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v2/wildcards', { signal }))).wildcards,
    enabled,
  });

/** What `{a|b}` and `__name__` in a prompt become, a few times over. */
export const usePromptPreview = (prompt: string, round: number) =>
  useQuery({
    queryKey: keys.promptPreview(prompt, round),
    queryFn: ({ signal }) =>
      take(api.POST('/api/v2/wildcards/preview', { body: { prompt, count: 3 }, signal })),
    staleTime: Infinity,
    placeholderData: (before) => before,
  });

const PROMPTS = 50;

/** Prompts that this caller has used, the last one first. */
export const usePromptHistory = (enabled: boolean) =>
  useQuery({
    queryKey: keys.promptHistory,
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v2/prompt-history', { params: { query: { limit: PROMPTS } }, signal })))
        .prompts,
    enabled,
    staleTime: 0,
  });
