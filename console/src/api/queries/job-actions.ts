// What is done to jobs, one or ten thousand: in chunks through one route, with one answer for all of them.
import { queryClient } from '../query-client';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';

export type BatchAction = Schemas['JobBatchDto']['action'];
export type BatchRequest = Omit<Schemas['JobBatchDto'], 'ids'>;

export interface BatchOutcome {
  done: string[];
  failed: { id: string; message: string }[];
}

/** Each job is a step of its own on the server; small chunks show progress and keep nobody waiting. */
const PER_CALL = 100;

/**
 * Moves to the top are sent from the end, because each chunk stands before the ones that were moved before it.
 * @throws ApiProblem when a call as a whole is refused; what was done until then stays done
 */
export async function actOnJobs(
  ids: readonly string[],
  request: BatchRequest,
  onProgress: (done: number) => void = () => undefined,
): Promise<BatchOutcome> {
  const chunks: string[][] = [];
  for (let from = 0; from < ids.length; from += PER_CALL) chunks.push(ids.slice(from, from + PER_CALL));
  if (request.action === 'move' && request.move?.to === 'top') chunks.reverse();
  const outcome: BatchOutcome = { done: [], failed: [] };
  for (const chunk of chunks) {
    const { results } = await take(
      api.POST('/api/v2/queue/jobs/actions', { body: { ...request, ids: chunk } }),
    );
    for (const { id, success, message } of results)
      if (success) outcome.done.push(id);
      else outcome.failed.push({ id, message: message ?? '' });
    onProgress(outcome.done.length + outcome.failed.length);
  }
  return outcome;
}

/** Back to the queue, changed before it can start. */
export async function retryChanged(id: string, changes: Schemas['EditJobDto']): Promise<void> {
  await take(api.POST('/api/v2/queue/jobs/{id}/retry', { params: { path: { id } }, body: changes }));
  await queryClient.invalidateQueries({ queryKey: keys.job(id) });
}

export const clearEnded = (statuses?: Schemas['ClearQueueDto']['statuses']) =>
  take(api.POST('/api/v1/queue/clear', { body: { statuses } }));

export const releaseHeld = () => take(api.POST('/api/v1/queue/release-held'));
