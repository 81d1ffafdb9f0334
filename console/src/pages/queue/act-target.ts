// The row that a click, a key or a menu is about. Rows say of themselves what they are (`rows/row-attributes.ts`).
import type { MouseEvent } from 'react';
import type { Band } from './selection/selection';

export interface ActTarget {
  band: Band;
  kind: 'job' | 'bulk';
  id: string;
  row: number;
}

/** How a row was pressed: with or without the key for ranges, and where its button is in the window. */
export interface Press {
  range: boolean;
  at: { x: number; y: number };
}

type OnAct = (act: string, target: ActTarget, press?: Press) => void;

export const kindOf = (id: string): ActTarget['kind'] => (id.startsWith('bulk_') ? 'bulk' : 'job');

export function targetAt(element: Element): ActTarget | null {
  const row = element.closest<HTMLElement>('[data-row]');
  const { band, kind, id } = row?.dataset ?? {};
  if (!row || id === undefined) return null;
  return { band: band as Band, kind: kind as ActTarget['kind'], id, row: Number(row.dataset['row']) };
}

/** Hands on what was clicked in a row (`data-act`). */
export function hearClick(event: MouseEvent<HTMLElement>, onAct: OnAct): void {
  const element = event.target as HTMLElement;
  const act = element.closest<HTMLElement>('[data-act]')?.dataset['act'];
  const target = targetAt(element);
  if (!target || act === undefined || isLeftAlone(act, event)) return;
  if (act === 'open') event.preventDefault();
  const box = element.closest('button')?.getBoundingClientRect();
  const range = event.shiftKey;
  const at = { x: box?.right ?? 0, y: box?.bottom ?? 0 };
  onAct(act === 'open' && range ? 'select' : act, target, { range, at });
}

function isLeftAlone(act: string, event: MouseEvent<HTMLElement>): boolean {
  // A label presses its box, which is heard then.
  if (act === 'select') return !(event.target instanceof HTMLInputElement);
  return act === 'grab' || (act === 'open' && (event.ctrlKey || event.metaKey));
}
