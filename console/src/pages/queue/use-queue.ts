// All that the page knows and does, put together for `queue-lists.tsx`.
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { toast } from '../../components/toast';
import type { ActTarget, Press } from './act-target';
import { bandsOf, readFilter, writeFilter, type QueueFilter } from './filter/queue-filter';
import { useFinished } from './finished/use-finished';
import { useRowMenu } from './menu/use-row-menu';
import { idsOf } from './selection/resolve';
import { isPartOf, type Band } from './selection/selection';
import { useSelection } from './selection/use-selection';
import { useSelectionActs } from './selection/use-selection-acts';
import { useCursor } from './use-cursor';
import { useOpened } from './use-opened';
import { useRowActs } from './use-row-acts';
import type { RowDrag } from './waiting/use-row-drag';
import { useWaiting } from './waiting/use-waiting';
import type { BandHandle } from './waiting/waiting-band';

const BY_KEY: Press = { range: false, at: { x: 0, y: 0 } };

export type Queue = ReturnType<typeof useQueue>;

export function useQueue(bands: Record<Band, RefObject<BandHandle | null>>) {
  const navigate = useNavigate();
  const filter = readFilter(useSearch({ strict: false }));
  const shown = bandsOf(filter);
  const opened = useOpened();
  const waiting = useWaiting(filter, opened.waiting);
  const finished = useFinished(filter, shown.finished, opened.ended);
  const { rows } = finished;
  const selected = useSelection(waiting, rows);
  const setFilter = (next: QueueFilter): void => {
    selected.clear();
    void navigate({ to: '/queue', search: writeFilter(next) as never, replace: true });
  };
  const cursor = useCursor(waiting, rows, bands);
  const menu = useRowMenu(waiting, rows);
  const acts = useRowActs(waiting, filter, setFilter);
  const { progress, onSelection } = useSelectionActs({
    selection: selected.selection,
    filter,
    store: waiting.store,
    onEdit: acts.setEditing,
    onGone: selected.clear,
  });

  /** A click on `data-act`, or the same by keyboard or menu. */
  function onAct(act: string, target: ActTarget, press = BY_KEY): void {
    if (act === 'select') selected.select(target, press.range);
    else if (act === 'menu') menu.open(target, press.at);
    else if (act === 'open' && target.kind === 'bulk') opened.toggle(target);
    else acts.act(act, target);
  }

  /** All that is selected when the row is part of it; else the row alone. */
  async function drop(drag: RowDrag): Promise<void> {
    const { selection } = selected;
    const isOfMany = isPartOf(selection, { band: 'waiting', id: drag.id });
    await acts.drop(drag, isOfMany ? await idsOf(selection, 'waiting', filter) : null);
  }

  return {
    ...{ filter, setFilter, shown, opened, waiting, finished, cursor, menu, acts },
    ...{ selected, progress, onSelection, onAct },
    onDrop: (drag: RowDrag): void => void drop(drag).catch(toast.problem),
    /** Nothing waits and nothing has ended of what the filter shows. */
    isQuiet: waiting.state.groups?.waiting_jobs === 0 && finished.alone.isSuccess && !rows.length,
  };
}
