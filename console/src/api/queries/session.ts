import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { takeEarlySession } from '../../lib/early-shell';
import { queryClient } from '../query-client';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async ({ signal }) =>
    (await takeEarlySession<Schemas['SessionDto']>()) ?? take(api.GET('/api/v1/session', { signal })),
  staleTime: 5 * 60_000,
});

export const useSession = () => useQuery(sessionQuery);

/** Whether the caller may do what this scope allows; true until that is known. */
export function useMay(scope: Schemas['ApiKeyDto']['scopes'][number]): boolean {
  const { data } = useSession();
  return (
    data === undefined ||
    data.kind === 'console' ||
    data.scopes.includes('admin') ||
    data.scopes.includes(scope)
  );
}

/** With the token of a one-click link, or with the password. */
export const useSignIn = () =>
  useMutation({
    mutationFn: (body: Schemas['SignInDto']) => take(api.POST('/api/v1/session', { body })),
    onSuccess: (session) => enter(session),
    meta: { quiet: true },
  });

export const useSignOut = () =>
  useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/session')),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.session });
      forgetOthers();
    },
  });

function enter(session: Schemas['SessionDto']): void {
  forgetOthers();
  queryClient.setQueryData(keys.session, session);
}

/** Nothing that was read as somebody else stays. */
function forgetOthers(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
}
