// All that the page knows and does, put together for `queue-lists.tsx`.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type RefObject } from 'react';
import { bulkQuery, type Bulk } from '../../api/queries/bulks';
import { queryClient } from '../../api/query-client';
import { toast } from '../../components/toast';
import { bandsOf, queryOf, readFilter, writeFilter, type QueueFilter } from './filter/queue-filter';
import { useFinished } from './finished/use-finished';
import { cancelJobs, changeJobs, deleteEnded, moveJobs, retryJobs } from './queue-actions';
import type { SelectionAct } from './selection/selection-bar';
import { idsOf } from './selection/resolve';
import {
  allOf,
  bandsIn,
  countOf,
  isSelected,
  NOTHING,
  toggled,
  toggledBulk,
  withJobs,
  type Band,
} from './selection/selection';
import { useCursor } from './use-cursor';
import type { ActTarget } from './act-target';
import { useRowActs } from './use-row-acts';
import type { MenuTarget } from './menu/row-menu';
import type { BandHandle } from './waiting/waiting-band';
import { knownJob } from './waiting/place-before';
import { useWaiting } from './waiting/use-waiting';
import { lookedAt, placeAt } from './waiting/waiting-layout';
import type { RowDrag } from './waiting/use-row-drag';

const PAGE_TO = '/queue';

export function useQueue(bands: Record<Band, RefObject<BandHandle | null>>) {
  const navigate = useNavigate();
  const filter = readFilter(useSearch({ strict: false }));
  const setFilter = (next: QueueFilter): void => {
    setSelection(NOTHING);
    void navigate({ to: PAGE_TO, search: writeFilter(next) as never, replace: true });
  };
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [openedEnded, setOpenedEnded] = useState<string | null>(null);
  const [selection, setSelection] = useState(NOTHING);
  const [anchor, setAnchor] = useState<{ band: Band; row: number } | null>(null);
  const [menu, setMenu] = useState<MenuTarget | null>(null);
  /** What is being done to a selection; `of` 0: its jobs are being looked up. */
  const [progress, setProgress] = useState<{ done: number; of: number } | null>(null);
  const shown = bandsOf(filter);
  const waiting = useWaiting(filter, opened);
  const finished = useFinished(filter, shown.finished, openedEnded);
  const cursor = useCursor(waiting, finished.rows, bands);
  const acts = useRowActs(waiting, filter, setFilter);
  const { store, state, layout } = waiting;

  const endedJob = (row: number) => {
    const at = finished.rows[row];
    return at?.kind === 'job' ? at.job : undefined;
  };

  function toggleOpen({ band, id }: ActTarget): void {
    if (band === 'ended') return setOpenedEnded(openedEnded === id ? null : id);
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  }

  function select(target: ActTarget, range: boolean): void {
    const { band, kind, id, row } = target;
    if (range && anchor?.band === band) return void selectRange(band, anchor.row, row).catch(toast.problem);
    setAnchor({ band, row });
    if (kind === 'job') return setSelection(toggled(selection, id, band));
    const place = placeAt(layout, row);
    if (place?.kind === 'bulk') setSelection(toggledBulk(selection, id, place.bulk.waiting_jobs));
  }

  async function selectRange(band: Band, one: number, other: number): Promise<void> {
    const [first, last] = one < other ? [one, other] : [other, one];
    if (band === 'ended') {
      const rows = finished.rows.slice(first, last + 1);
      const ids = rows.flatMap((row) => (row.kind === 'job' ? [row.key] : []));
      return setSelection((now) => withJobs(now, ids, band));
    }
    for (let row = first; row <= last; row += 1) {
      const place = placeAt(layout, row);
      if (place?.kind !== 'bulk' || selection.bulks.has(place.bulk.bulk_job_id)) continue;
      const { bulk_job_id, waiting_jobs } = place.bulk;
      setSelection((now) => toggledBulk(now, bulk_job_id, waiting_jobs));
    }
    for (const { list, first: from, last: to } of lookedAt(layout, first, last)) {
      const ids = await store.idsOf(list, from, to);
      setSelection((now) => withJobs(now, ids, band));
    }
  }

  async function openMenu(target: ActTarget, at: { x: number; y: number }): Promise<void> {
    const base = { ...target, at, actions: [], held: false, bulk: null, paused: false };
    const counts = { failed: 0, done: 0, left: 0 };
    if (target.kind === 'bulk') {
      const bulk: Bulk = await queryClient.ensureQueryData(bulkQuery(target.id));
      const left = bulk.pending_jobs + bulk.processing_jobs;
      return setMenu({
        ...base,
        paused: bulk.paused,
        counts: { failed: bulk.failed_jobs, done: bulk.completed_jobs, left },
      });
    }
    const waitingJob = knownJob(state.lists, placeAt(layout, target.row));
    const job = target.band === 'waiting' ? waitingJob : endedJob(target.row);
    setMenu({
      ...base,
      counts,
      actions: job?.actions ?? [],
      bulk: job?.bulk_job_id ?? null,
      held: target.band === 'waiting' && waitingJob?.held === true,
    });
  }

  /** A click on `data-act`, or the same by keyboard or menu. */
  function onAct(name: string, target: ActTarget, event?: { range: boolean; x: number; y: number }): void {
    if (name === 'select') return select(target, event?.range === true);
    if (name === 'menu')
      return void openMenu(target, { x: event?.x ?? 0, y: event?.y ?? 0 }).catch(toast.problem);
    if (name === 'open' && target.kind === 'bulk') return toggleOpen(target);
    if (name === 'only-bulk') return acts.act(`only-bulk ${menu?.bulk ?? ''}`, target);
    if (name === 'edit') return acts.setEditing([target.id]);
    acts.act(name, target);
  }

  /** What is selected when the row is part of it; else the row alone. */
  const selectedWith = (target: ActTarget): boolean =>
    bandsIn(selection).has(target.band) &&
    (selection.bulks.has(target.id) || isSelected(selection, target.id, target.band, null));

  async function onSelection(wanted: SelectionAct): Promise<void> {
    setProgress({ done: 0, of: 0 });
    try {
      await actOnSelection(wanted);
    } finally {
      setProgress(null);
    }
  }

  async function actOnSelection(wanted: SelectionAct): Promise<void> {
    const band: Band = wanted.act === 'retry' || wanted.act === 'delete' ? 'ended' : 'waiting';
    const only = wanted.act === 'retry' ? ['failed', 'cancelled'] : undefined;
    const ids = await idsOf(selection, band, filter, only);
    if (!ids.length) return;
    const tell = (done: number): void => setProgress({ done, of: ids.length });
    tell(0);
    if (wanted.act === 'edit') return acts.setEditing(ids);
    if (wanted.act === 'hold' || wanted.act === 'release')
      return void (await changeJobs(store, ids, { action: wanted.act }, tell));
    if (wanted.act === 'priority')
      return void (await changeJobs(store, ids, { action: 'priority', priority: wanted.priority }, tell));
    if (wanted.act === 'top' || wanted.act === 'bottom')
      return moveJobs(store, ids, wanted.act, undefined, tell);
    if (wanted.act === 'cancel') await cancelJobs(store, ids, tell);
    else if (wanted.act === 'retry') await retryJobs(store, ids, tell);
    else deleteEnded(ids);
    setSelection(NOTHING);
  }

  async function onDrop(drag: RowDrag): Promise<void> {
    const target = { band: 'waiting' as const, kind: 'job' as const, id: drag.id, row: drag.row };
    const many = selectedWith(target) ? await idsOf(selection, 'waiting', filter) : null;
    await acts.drop(drag, many);
  }

  const totals: Record<Band, number> = {
    waiting: state.groups?.waiting_jobs ?? 0,
    ended: finished.rows.filter(({ kind }) => kind === 'job').length,
  };

  return {
    ...{ filter, setFilter, shown, opened, selection, menu, setMenu, progress, waiting, finished },
    ...{ cursor, acts, totals, onAct, selectedWith },
    query: queryOf(filter),
    count: countOf(selection, totals),
    clearSelection: () => setSelection(NOTHING),
    selectAll: (band: Band) => setSelection(allOf(band)),
    onSelection: (wanted: SelectionAct) => void onSelection(wanted).catch(toast.problem),
    onDrop: (drag: RowDrag) => void onDrop(drag).catch(toast.problem),
  };
}
