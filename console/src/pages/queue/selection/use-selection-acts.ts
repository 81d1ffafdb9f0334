import { useState } from 'react';
import { toast } from '../../../components/toast';
import type { QueueFilter } from '../filter/queue-filter';
import type { WaitingStore } from '../waiting/waiting-store';
import { idsOf } from './resolve';
import type { Selection } from './selection';
import { actOnSelected, bandOf, statesOf, takesAway, type SelectionAct } from './selection-act';

interface Options {
  selection: Selection;
  filter: QueueFilter;
  store: WaitingStore;
  onEdit: (ids: string[]) => void;
  /** The jobs are not where they were selected any more. */
  onGone: () => void;
}

/** What is being done to a selection; `of` 0: its jobs are being looked up. */
export interface SelectionProgress {
  done: number;
  of: number;
}

export function useSelectionActs({ selection, filter, store, onEdit, onGone }: Options) {
  const [progress, setProgress] = useState<SelectionProgress | null>(null);

  async function act(wanted: SelectionAct): Promise<void> {
    const ids = await idsOf(selection, bandOf(wanted.act), filter, statesOf(wanted.act));
    if (!ids.length) return;
    const tell = (done: number): void => setProgress({ done, of: ids.length });
    tell(0);
    if (wanted.act === 'edit') return onEdit(ids);
    await actOnSelected(store, ids, wanted, tell);
    if (takesAway(wanted.act)) onGone();
  }

  async function withProgress(wanted: SelectionAct): Promise<void> {
    setProgress({ done: 0, of: 0 });
    try {
      await act(wanted);
    } finally {
      setProgress(null);
    }
  }

  const onSelection = (wanted: SelectionAct): void => void withProgress(wanted).catch(toast.problem);
  return { progress, onSelection };
}
