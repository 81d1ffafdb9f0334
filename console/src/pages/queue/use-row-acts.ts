// What a click, a key or a menu does to a row.
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { cancelBulk, deleteBulk, pauseBulk, resumeBulk, retryBulk, type Bulk } from '../../api/queries/bulks';
import { keys } from '../../api/keys';
import { queryClient } from '../../api/query-client';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { queryOf, writeFilter, type QueueFilter } from './filter/queue-filter';
import { endedLists } from './finished/ended-lists';
import { cancelJobs, changeJobs, deleteEnded, moveJobs, retryJobs } from './queue-actions';
import { nameOf } from './rows/bulk-bar';
import { idsOfBulk } from './selection/resolve';
import type { Waiting } from './waiting/use-waiting';
import { placeAt } from './waiting/waiting-layout';
import { placeBefore, showMoved } from './waiting/place-before';
import type { RowDrag } from './waiting/use-row-drag';

export interface ActTarget {
  band: 'waiting' | 'ended';
  kind: 'job' | 'bulk';
  id: string;
  row: number;
}

const said = text.queuePage.bulk;

export function useRowActs(waiting: Waiting, filter: QueueFilter, setFilter: (filter: QueueFilter) => void) {
  const navigate = useNavigate();
  const [editing, setEditing] = useState<string[] | null>(null);
  const [sheet, setSheet] = useState<{ id: string; name: string } | null>(null);
  const { store, layout } = waiting;

  const open = (id: string, replace = false): void =>
    void navigate({
      to: '/queue/$jobId',
      params: { jobId: id },
      search: writeFilter(filter) as never,
      replace,
    });

  /** Waiting ids of a row: its job, or all of its bulk. */
  const idsAt = ({ kind, id }: ActTarget): Promise<string[]> | string[] =>
    kind === 'bulk' ? idsOfBulk(queryOf(filter), id) : [id];

  async function moveTo(ids: readonly string[], row: number, over: number): Promise<void> {
    const from = placeAt(layout, row);
    const to = await placeBefore(store, layout, over, new Set(ids));
    await moveJobs(store, ids, to, () => {
      if (from && ids.length === 1) showMoved(store, layout, from, over);
    });
  }

  async function moveEdge(target: ActTarget, to: 'top' | 'bottom'): Promise<void> {
    await moveJobs(store, await idsAt(target), to);
  }

  /** By one row; the gap right behind a row is where it stands. */
  async function moveStep(target: ActTarget, by: 1 | -1): Promise<void> {
    const over = by < 0 ? target.row - 1 : target.row + 2;
    if (over < 0 || target.row + by >= layout.count) return;
    await moveTo(await idsAt(target), target.row, Math.min(over, layout.count));
  }

  async function drop(drag: RowDrag, selected: readonly string[] | null): Promise<void> {
    const place = placeAt(layout, drag.row);
    const kind = place?.kind ?? 'job';
    const ids = selected ?? (await idsAt({ band: 'waiting', kind, id: drag.id, row: drag.row }));
    await moveTo(ids, drag.row, drag.over);
  }

  async function actOnBulk(act: string, id: string): Promise<void> {
    const bulk = queryClient.getQueryData<Bulk>(keys.bulk(id));
    const name = nameOf(bulk ?? { bulk_job_id: id });
    if (act === 'sheet') return setSheet({ id, name });
    if (act === 'pause-bulk') toast.done(said.pausedNow((await pauseBulk(id)).jobs));
    else if (act === 'resume-bulk') toast.done(said.resumedNow((await resumeBulk(id)).jobs));
    else if (act === 'retry-bulk') toast.done(said.retriedNow((await retryBulk(id)).jobs));
    else if (act === 'cancel-bulk') {
      const { cancelled_jobs } = await cancelBulk(id);
      toast.undo(said.cancelledNow(cancelled_jobs), () => retryBulk(id, true).catch(toast.problem));
    } else if (act === 'delete-bulk')
      toast.later(
        said.deleted(name),
        () =>
          deleteBulk(id)
            .catch(toast.problem)
            .then(() => endedLists.refresh()),
        () => undefined,
      );
    store.refresh();
    await queryClient.invalidateQueries({ queryKey: keys.bulks });
  }

  async function act(name: string, target: ActTarget): Promise<void> {
    const { id, kind } = target;
    const [verb, argument] = name.split(' ');
    if (verb === 'top' || verb === 'bottom') return moveEdge(target, verb);
    if (verb === 'up' || verb === 'down') return moveStep(target, verb === 'up' ? -1 : 1);
    if (kind === 'bulk') return actOnBulk(name, id);
    if (verb === 'open') return open(id);
    if (verb === 'cancel') return cancelJobs(store, [id]);
    if (verb === 'retry') return retryJobs(store, [id]);
    if (verb === 'delete') return deleteEnded([id]);
    if (verb === 'edit') return setEditing([id]);
    if (verb === 'use') return void navigate({ to: '/generate', search: { from_job: id } as never });
    if (verb === 'only-bulk') return setFilter({ ...filter, bulk: argument });
    if (verb === 'hold' || verb === 'release') return void (await changeJobs(store, [id], { action: verb }));
    if (verb === 'priority')
      await changeJobs(store, [id], { action: 'priority', priority: Number(argument) });
  }

  const safely = (name: string, target: ActTarget): void => void act(name, target).catch(toast.problem);
  return { act: safely, open, drop, moveStep, editing, setEditing, sheet, setSheet };
}
