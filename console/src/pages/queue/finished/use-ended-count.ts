import { useQueueState } from '../../../api/queries/queue';

/** How many jobs have ended, whatever the filter; undefined until it is known. */
export function useEndedCount(): number | undefined {
  const { data } = useQueueState();
  return data && data.jobs.completed + data.jobs.failed + data.jobs.cancelled;
}
