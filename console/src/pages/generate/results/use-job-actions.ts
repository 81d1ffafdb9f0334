import { useMutation } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { keys } from '../../../api/keys';
import { queryClient } from '../../../api/query-client';
import type { Job } from '../../../api/queries/queue';

const path = ({ job_id: id }: Job) => ({ params: { path: { id } } });

const readAgain = (_data: unknown, _error: unknown, { job_id: id, bulk_job_id: bulk }: Job): void => {
  void queryClient.invalidateQueries({ queryKey: keys.wallJob(id) });
  if (bulk !== null) void queryClient.invalidateQueries({ queryKey: keys.wallBulk(bulk) });
};

export const useCancelJob = () =>
  useMutation({
    mutationFn: (job: Job) => take(api.POST('/api/v2/queue/jobs/{id}/cancel', path(job))),
    onSettled: readAgain,
  });

export const useRetryJob = () =>
  useMutation({
    mutationFn: (job: Job) => take(api.POST('/api/v2/queue/jobs/{id}/retry', path(job))),
    onSettled: readAgain,
  });
