import { useMutation, useQuery } from '@tanstack/react-query';
import { text } from '../../text';
import { toast } from '../../components/toast';
import { api, take } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';
import { useMay } from './session';

/** The simulated servers inside of this StableQueue. */
export function useDemo() {
  const enabled = useMay('admin');
  return useQuery({
    queryKey: keys.demo,
    queryFn: ({ signal }) => take(api.GET('/api/v1/demo', { signal })),
    enabled,
  });
}

export const useStartDemo = () =>
  useMutation({
    mutationFn: () => take(api.POST('/api/v1/demo')),
    onSuccess: () => {
      toast.done(text.serversPage.demo.added);
      return queryClient.invalidateQueries({ queryKey: keys.servers });
    },
  });

export const useStopDemo = () =>
  useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/demo')),
    onSuccess: () => {
      toast.done(text.serversPage.demo.removed);
      return queryClient.invalidateQueries({ queryKey: keys.servers });
    },
  });
