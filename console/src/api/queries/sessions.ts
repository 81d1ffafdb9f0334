import { useMutation, useQuery } from '@tanstack/react-query';
import { text } from '../../text';
import { toast } from '../../components/toast';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type SignedInBrowser = Schemas['SignedInBrowserDto'];

const EVERY_MS = 30_000;

/** Newest first. */
export const useSignedInBrowsers = () =>
  useQuery({
    queryKey: keys.sessions,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/sessions', { signal }))).sessions,
    refetchInterval: EVERY_MS,
  });

/** Of itself too: then this browser sees the sign-in page. */
export const useCloseSession = () =>
  useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => toast.done(text.keysPage.console.closed),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.session });
      return queryClient.invalidateQueries({ queryKey: keys.sessions });
    },
  });

export const useMakeAdminLink = () =>
  useMutation({ mutationFn: () => take(api.POST('/api/v1/session/link')) });

export const useSetPassword = () =>
  useMutation({
    mutationFn: (body: Schemas['ChangePasswordDto']) => take(api.PUT('/api/v1/session/password', { body })),
    onSuccess: () => {
      toast.done(text.keysPage.console.passwordDone);
      void queryClient.invalidateQueries({ queryKey: keys.sessions });
      return queryClient.invalidateQueries({ queryKey: keys.session });
    },
    meta: { quiet: true },
  });
