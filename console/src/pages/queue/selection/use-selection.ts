// What is selected on the page: rows one by one, all between two of them, or everything in a band.
import { useState } from 'react';
import { toast } from '../../../components/toast';
import type { ActTarget } from '../act-target';
import type { FinishedRow } from '../finished/finished-rows';
import type { Waiting } from '../waiting/use-waiting';
import { bulksBetween, lookedAt, placeAt } from '../waiting/waiting-layout';
import { allOf, countOf, NOTHING, toggled, toggledBulk, withBulks, withJobs, type Band } from './selection';

export function useSelection({ store, state, layout }: Waiting, finished: readonly FinishedRow[]) {
  const [selection, setSelection] = useState(NOTHING);
  /** Where a range begins. */
  const [anchor, setAnchor] = useState<{ band: Band; row: number } | null>(null);

  function select({ band, kind, id, row }: ActTarget, range: boolean): void {
    if (range && anchor?.band === band) return void selectRange(band, anchor.row, row).catch(toast.problem);
    setAnchor({ band, row });
    if (kind === 'job') return setSelection(toggled(selection, id, band));
    // What has ended of a bulk is chosen job by job.
    const place = band === 'waiting' ? placeAt(layout, row) : undefined;
    if (place?.kind === 'bulk') setSelection(toggledBulk(selection, id, place.bulk.waiting_jobs));
  }

  async function selectRange(band: Band, one: number, other: number): Promise<void> {
    const [first, last] = one < other ? [one, other] : [other, one];
    if (band === 'ended') selectEnded(first, last);
    else await selectWaiting(first, last);
  }

  function selectEnded(first: number, last: number): void {
    const rows = finished.slice(first, last + 1);
    const ids = rows.flatMap((row) => (row.kind === 'job' ? [row.key] : []));
    setSelection((now) => withJobs(now, ids, 'ended'));
  }

  async function selectWaiting(first: number, last: number): Promise<void> {
    const bulks = bulksBetween(layout, first, last);
    setSelection((now) => withBulks(now, bulks));
    for (const { list, first: from, last: to } of lookedAt(layout, first, last)) {
      const ids = await store.idsOf(list, from, to);
      setSelection((now) => withJobs(now, ids, 'waiting'));
    }
  }

  const totals: Record<Band, number> = {
    waiting: state.groups?.waiting_jobs ?? 0,
    ended: finished.filter(({ kind }) => kind === 'job').length,
  };
  return {
    selection,
    count: countOf(selection, totals),
    select,
    selectAll: (band: Band) => setSelection(allOf(band)),
    clear: () => setSelection(NOTHING),
  };
}
