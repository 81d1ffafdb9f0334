// What can be done with all that is selected.
import { cancelJobs, changeJobs, deleteEnded, moveJobs, retryJobs, type Progress } from '../queue-actions';
import type { WaitingStore } from '../waiting/waiting-store';
import type { Band } from './selection';

/** Without `edit`, which asks first. */
type JobsAct =
  | { act: 'cancel' | 'retry' | 'delete' | 'hold' | 'release' | 'top' | 'bottom' }
  | { act: 'priority'; priority: number };
export type SelectionAct = JobsAct | { act: 'edit' };

type Name = SelectionAct['act'];
const ENDED: ReadonlySet<Name> = new Set(['retry', 'delete']);
const TAKES_AWAY: ReadonlySet<Name> = new Set(['cancel', 'retry', 'delete']);

export const bandOf = (act: Name): Band => (ENDED.has(act) ? 'ended' : 'waiting');

/** The states it is for; undefined: all of its band. */
export const statesOf = (act: Name): string[] | undefined =>
  act === 'retry' ? ['failed', 'cancelled'] : undefined;

/** Are the jobs gone afterwards from where they were selected? */
export const takesAway = (act: Name): boolean => TAKES_AWAY.has(act);

export async function actOnSelected(
  store: WaitingStore,
  ids: readonly string[],
  wanted: JobsAct,
  tell: Progress,
): Promise<void> {
  switch (wanted.act) {
    case 'cancel':
      return cancelJobs(store, ids, tell);
    case 'retry':
      return retryJobs(store, ids, tell);
    case 'delete':
      return deleteEnded(ids);
    case 'top':
    case 'bottom':
      return moveJobs(store, ids, wanted.act, undefined, tell);
    case 'hold':
    case 'release':
      return void (await changeJobs(store, ids, { action: wanted.act }, tell));
    case 'priority':
      return void (await changeJobs(store, ids, { action: 'priority', priority: wanted.priority }, tell));
  }
}
