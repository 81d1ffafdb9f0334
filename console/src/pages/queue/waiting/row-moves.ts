// Moving the rows of what waits: to an end of the queue, by one row, to where they are dropped.
import type { ActTarget } from '../act-target';
import { queryOf, type QueueFilter } from '../filter/queue-filter';
import { moveJobs } from '../queue-actions';
import { idsOfBulk } from '../selection/resolve';
import { placeBefore, showMoved } from './place-before';
import type { RowDrag } from './use-row-drag';
import type { Waiting } from './use-waiting';
import { placeAt } from './waiting-layout';

export function rowMoves({ store, layout }: Waiting, filter: QueueFilter) {
  /** Waiting ids of a row: its job, or all of its bulk. */
  const idsAt = ({ kind, id }: Pick<ActTarget, 'kind' | 'id'>): Promise<string[]> | string[] =>
    kind === 'bulk' ? idsOfBulk(queryOf(filter), id) : [id];

  async function moveTo(ids: readonly string[], row: number, over: number): Promise<void> {
    const from = placeAt(layout, row);
    const to = await placeBefore(store, layout, over, new Set(ids));
    await moveJobs(store, ids, to, () => {
      if (from && ids.length === 1) showMoved(store, layout, from, over);
    });
  }

  async function moveToEnd(target: ActTarget, to: 'top' | 'bottom'): Promise<void> {
    await moveJobs(store, await idsAt(target), to);
  }

  /** By one row; the gap right behind a row is where it stands. */
  async function moveByOne(target: ActTarget, by: 1 | -1): Promise<void> {
    const over = by < 0 ? target.row - 1 : target.row + 2;
    if (over < 0 || target.row + by >= layout.count) return;
    await moveTo(await idsAt(target), target.row, Math.min(over, layout.count));
  }

  /** `selected`: what is moved in its place. */
  async function drop({ id, row, over }: RowDrag, selected: readonly string[] | null): Promise<void> {
    const kind = placeAt(layout, row)?.kind ?? 'job';
    await moveTo(selected ?? (await idsAt({ kind, id })), row, over);
  }

  return { moveToEnd, moveByOne, drop };
}
