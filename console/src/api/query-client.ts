import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { toast } from '../components/toast';
import { ApiProblem } from './problem';
import { keys } from './keys';

/** Cached answers stay what they are until an event of the stream says that they have changed. */
const FRESH_MS = 30_000;

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: lookWhoIsSignedIn }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      lookWhoIsSignedIn(error);
      if (mutation.meta?.['quiet'] !== true) toast.problem(error);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      networkMode: 'always',
      retry: (failures, error) => error instanceof ApiProblem && error.isPassing && failures < 3,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
});

/** A session that has ended shows the sign-in page. */
function lookWhoIsSignedIn(error: Error): void {
  if (error instanceof ApiProblem && error.status === 401)
    void queryClient.invalidateQueries({ queryKey: keys.session });
}
