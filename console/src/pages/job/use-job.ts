import { useQuery } from '@tanstack/react-query';
import { keys } from '../../api/keys';
import { jobQuery } from '../../api/queries/job-details';
import { queryClient } from '../../api/query-client';
import { useLiveEvent } from '../../live/use-live-event';
import { usePollWhenNotLive } from '../../live/use-live-state';

/** A job, read again when something is told of it, and of what its waiting depends on. */
export function useJob(id: string) {
  const query = useQuery({ ...jobQuery(id), refetchInterval: usePollWhenNotLive() });
  const waits = query.data?.status === 'pending';
  useLiveEvent((event) => {
    if (event.type === 'job.progress' || event.type === 'job.preview' || event.type === 'job.created') return;
    const isOurs = event.job_id === id || event.type === 'reset';
    if (isOurs || (waits && /^(queue|server)\./.test(event.type)))
      void queryClient.invalidateQueries({ queryKey: keys.job(id) });
  });
  return query;
}
