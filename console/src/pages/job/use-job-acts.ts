import { useNavigate } from '@tanstack/react-router';
import { resumeBulk } from '../../api/queries/bulks';
import { cancelJob, deleteJob, releaseJob, runJobNext } from '../../api/queries/job-details';
import { retryChanged } from '../../api/queries/job-actions';
import { keys } from '../../api/keys';
import { usePauseQueue, type JobDetails } from '../../api/queries/queue';
import { queryClient } from '../../api/query-client';
import { toast } from '../../components/toast';
import { text } from '../../text';
import type { Offer } from './advice';

const said = text.jobPage.actions;

/** What the buttons of a job do. */
export function useJobActs({ job_id: id, bulk_job_id: bulk }: JobDetails) {
  const navigate = useNavigate();
  const pause = usePauseQueue();
  const again = () => queryClient.invalidateQueries({ queryKey: keys.job(id) });
  const safely = (call: () => Promise<unknown>, done?: string): void =>
    void call()
      .then(() => {
        if (done !== undefined) toast.done(done);
        return again();
      })
      .catch(toast.problem);
  const retry = (changes: Parameters<typeof retryChanged>[1] = {}): void =>
    safely(() => retryChanged(id, changes), said.retried);
  const openForm = (): void => void navigate({ to: '/generate', search: { from_job: id } as never });
  const toQueue = () => navigate({ to: '/queue', search: true });

  const cancel = (): void =>
    void cancelJob(id)
      .then(() => {
        toast.undo(said.cancelled, () => retry());
        return again();
      })
      .catch(toast.problem);

  const forget = (): void => {
    void toQueue();
    toast.later(
      said.deleted,
      () => deleteJob(id).catch(toast.problem),
      () => undefined,
    );
  };

  function take(offer: Offer): void {
    switch (offer.kind) {
      case 'retry':
        return retry();
      case 'retry-on':
        return retry({ target_server_alias: offer.server });
      case 'use':
        return retry({ generation_params: { [offer.param]: offer.value } });
      case 'change':
      case 'smaller':
        return openForm();
      case 'servers':
        return void navigate({ to: '/servers' });
      case 'keys':
        return void navigate({ to: '/keys' });
      case 'resume-queue':
        return pause.mutate(false);
      case 'release':
        return safely(() => releaseJob(id), said.released);
      case 'resume-bulk':
        return safely(() => resumeBulk(bulk ?? ''), said.released);
      case 'run-now':
        return safely(() => runJobNext(id), said.next);
    }
  }

  return { cancel, retry: () => retry(), forget, openForm, take };
}
