// What the page does to jobs: at once on the screen, then on the server; taken back where it is refused, undone where
// that is possible.
import { toast } from '../../components/toast';
import { actOnJobs, type BatchOutcome, type BatchRequest } from '../../api/queries/job-actions';
import { endedLists, keepEnded } from './finished/ended-lists';
import type { WaitingStore } from './waiting/waiting-store';
import { text } from '../../text';

const said = text.queuePage.done;

function tellRefusals({ failed }: BatchOutcome): void {
  const [first] = failed;
  if (first) toast.problem(new Error(said.some(failed.length, first.message)));
}

/** Says what went wrong; the lists are read again by whoever showed it too early. */
async function attempt(call: () => Promise<BatchOutcome>): Promise<BatchOutcome> {
  try {
    const outcome = await call();
    tellRefusals(outcome);
    return outcome;
  } catch (error) {
    toast.problem(error);
    return { done: [], failed: [] };
  }
}

export type Progress = (done: number) => void;

export async function cancelJobs(
  store: WaitingStore,
  ids: readonly string[],
  onProgress?: Progress,
): Promise<void> {
  const { done } = await store.during(
    () => store.remove(new Set(ids)),
    () => attempt(() => actOnJobs(ids, { action: 'cancel' }, onProgress)),
  );
  if (done.length) toast.undo(said.cancelled(done.length), () => retryJobs(store, done));
}

export async function retryJobs(
  store: WaitingStore,
  ids: readonly string[],
  onProgress?: Progress,
): Promise<void> {
  endedLists.remove(new Set(ids));
  const { done } = await attempt(() => actOnJobs(ids, { action: 'retry' }, onProgress));
  store.refresh();
  if (done.length < ids.length) void endedLists.refresh();
  if (done.length) toast.done(said.retried(done.length));
}

/** Nothing is deleted before the message with its undo has gone. */
export function deleteEnded(ids: readonly string[]): void {
  const release = keepEnded(ids);
  toast.later(
    said.deleted(ids.length),
    async () => {
      await attempt(() => actOnJobs(ids, { action: 'delete' }));
      release();
    },
    release,
  );
}

export async function changeJobs(
  store: WaitingStore,
  ids: readonly string[],
  request: BatchRequest,
  onProgress?: Progress,
): Promise<BatchOutcome> {
  const optimistic = (): void => {
    const wanted = new Set(ids);
    if (request.action === 'priority') store.patch(wanted, { priority: request.priority });
    if (request.action === 'hold') store.patch(wanted, { held: true });
    if (request.action === 'release') store.patch(wanted, { held: false, waiting_reason: null });
  };
  const outcome = await store.during(optimistic, () => attempt(() => actOnJobs(ids, request, onProgress)));
  if (outcome.done.length > 1 || request.action === 'edit') toast.done(said.changed(outcome.done.length));
  return outcome;
}

/** `show` moves the row on the screen, where that can be told beforehand. */
export async function moveJobs(
  store: WaitingStore,
  ids: readonly string[],
  to: 'top' | 'bottom' | { before: string },
  show: () => void = () => undefined,
  onProgress?: Progress,
): Promise<void> {
  const move = typeof to === 'object' ? { to: 'before' as const, ...to } : { to };
  const { done } = await store.during(show, () =>
    attempt(() => actOnJobs(ids, { action: 'move', move }, onProgress)),
  );
  if (done.length > 1) toast.done(said.moved(done.length));
}
