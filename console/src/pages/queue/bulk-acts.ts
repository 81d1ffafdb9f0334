// What the row of a bulk and its menu do to the bulk as a whole.
import { keys } from '../../api/keys';
import { cancelBulk, deleteBulk, pauseBulk, resumeBulk, retryBulk } from '../../api/queries/bulks';
import { queryClient } from '../../api/query-client';
import { toast } from '../../components/toast';
import { isPipeline } from '../../lib/groups';
import { text } from '../../text';
import { endedLists } from './finished/ended-lists';
import type { WaitingStore } from './waiting/waiting-store';

const said = text.queuePage.bulk;

interface NamedBulk {
  id: string;
  name: string;
}

const ACTS: Record<string, (bulk: NamedBulk) => void | Promise<void>> = {
  'pause-bulk': async ({ id }) => toast.done(said.pausedNow((await pauseBulk(id)).jobs)),
  'resume-bulk': async ({ id }) => toast.done(said.resumedNow((await resumeBulk(id)).jobs)),
  // Steps behind a failed one were cancelled for it.
  'retry-bulk': async ({ id }) => toast.done(said.retriedNow((await retryBulk(id, isPipeline(id))).jobs)),
  'cancel-bulk': async ({ id }) => {
    const { cancelled_jobs } = await cancelBulk(id);
    toast.undo(said.cancelledNow(cancelled_jobs), () => retryBulk(id, true).catch(toast.problem));
  },
  'delete-bulk': ({ id, name }) => {
    const remove = (): Promise<void> =>
      deleteBulk(id)
        .catch(toast.problem)
        .then(() => endedLists.refresh());
    toast.later(said.deleted(name), remove, () => undefined);
  },
};

export async function actOnBulk(store: WaitingStore, act: string, bulk: NamedBulk): Promise<void> {
  await ACTS[act]?.(bulk);
  store.refresh();
  await queryClient.invalidateQueries({ queryKey: keys.bulks });
}
