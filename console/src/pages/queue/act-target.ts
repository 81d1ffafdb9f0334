// The row that a click, a key or a menu is about. Rows say of themselves what they are (`rows/row-attributes.ts`).
import type { Band } from './selection/selection';

export interface ActTarget {
  band: Band;
  kind: 'job' | 'bulk';
  id: string;
  row: number;
}

export const kindOf = (id: string): ActTarget['kind'] => (id.startsWith('bulk_') ? 'bulk' : 'job');

export function targetAt(element: Element): ActTarget | null {
  const row = element.closest<HTMLElement>('[data-row]');
  const { band, kind, id } = row?.dataset ?? {};
  if (!row || id === undefined) return null;
  return { band: band as Band, kind: kind as ActTarget['kind'], id, row: Number(row.dataset['row']) };
}
