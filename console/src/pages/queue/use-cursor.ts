// The row that the keyboard is at, across both bands. It follows its job when rows before it come and go.
import { useRef, useState, type RefObject } from 'react';
import { kindOf, type ActTarget } from './act-target';
import type { FinishedRow } from './finished/finished-rows';
import type { Band } from './selection/selection';
import type { BandHandle } from './waiting/waiting-band';
import { placeAt, rowOf, rowOfBulk } from './waiting/waiting-layout';
import type { Waiting } from './waiting/use-waiting';

export interface Cursor {
  band: Band;
  row: number;
  id: string;
}

const FOCUS_TRIES = 12;
const FOCUS_EVERY_MS = 30;

export function useCursor(
  waiting: Waiting,
  finished: readonly FinishedRow[],
  bands: Record<Band, RefObject<BandHandle | null>>,
) {
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const tries = useRef<ReturnType<typeof setTimeout>>(undefined);

  /** Where its job stands now. */
  function rowNow({ band, row, id }: Cursor): number {
    if (band === 'ended') {
      const at = finished.findIndex(({ key }) => key === id);
      return at < 0 ? Math.min(row, finished.length - 1) : at;
    }
    const ofBulk = rowOfBulk(waiting.layout, id);
    if (ofBulk >= 0) return ofBulk;
    for (const [list, { rows }] of waiting.state.lists) {
      const index = rows.findIndex((job) => job?.job_id === id);
      const at = index < 0 ? -1 : rowOf(waiting.layout, list, index);
      if (at >= 0) return at;
    }
    return Math.min(row, waiting.layout.count - 1);
  }

  function step(by: 1 | -1): Cursor | null {
    const begin = by > 0 ? { band: 'waiting' as const, row: -1 } : null;
    const from = cursor ? { band: cursor.band, row: rowNow(cursor) } : begin;
    if (!from) return null;
    let { band, row } = from;
    for (;;) {
      row += by;
      if (band === 'waiting' && row >= waiting.layout.count) [band, row] = ['ended', 0];
      if (band === 'ended' && row < 0) [band, row] = ['waiting', waiting.layout.count - 1];
      if (row < 0 || (band === 'ended' && row >= finished.length)) return null;
      if (band === 'waiting' || finished[row]!.kind === 'job' || finished[row]!.kind === 'bulk') break;
    }
    return goTo(band, row);
  }

  function goTo(band: Band, row: number): Cursor {
    const next = { band, row, id: idAt(band, row) };
    setCursor(next);
    bands[band].current?.scrollTo(row);
    clearTimeout(tries.current);
    focusSoon(band, row, FOCUS_TRIES);
    return next;
  }

  function idAt(band: Band, row: number): string {
    if (band === 'ended') return finished[row]?.key ?? '';
    const place = placeAt(waiting.layout, row);
    if (place?.kind === 'bulk') return place.bulk.bulk_job_id;
    return (place && waiting.state.lists.get(place.list)?.rows[place.index]?.job_id) ?? '';
  }

  /** It has to be drawn, and read, first. */
  function focusSoon(band: Band, row: number, left: number): void {
    tries.current = setTimeout(() => {
      const shown = document.querySelector<HTMLElement>(
        `[data-band="${band}"][data-row="${row}"] [data-act="open"]`,
      );
      if (shown) shown.focus({ preventScroll: true });
      else if (left > 0) focusSoon(band, row, left - 1);
    }, FOCUS_EVERY_MS);
  }

  const target = (): ActTarget | null =>
    cursor && { band: cursor.band, id: cursor.id, row: rowNow(cursor), kind: kindOf(cursor.id) };

  return { cursor, setCursor, step, target };
}
