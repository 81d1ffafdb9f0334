import type { Band } from '../selection/selection';
import classes from './rows.module.css';

export interface RowProps {
  row: number;
  top: number;
  height: number;
  of: number;
  active: boolean;
  selected: boolean;
  /** Is being moved. */
  dragged: boolean;
  /** Below the row of its bulk. */
  within: boolean;
  phone: boolean;
}

/** Nothing is dragged among what has ended. */
export type EndedRowProps = Omit<RowProps, 'dragged'>;

interface RowOf {
  band: Band;
  /** With `id`: undefined where nothing has been read yet. */
  kind?: 'job' | 'bulk';
  id?: string;
}

/** Where a row is drawn, how it is marked, and what the page knows it by when it is clicked or at the cursor. */
export function rowAttributes({ band, kind, id }: RowOf, row: EndedRowProps & { dragged?: boolean }) {
  // What has ended stands between days, which do not count.
  const place = band === 'waiting' ? { 'aria-posinset': row.row + 1, 'aria-setsize': row.of } : {};
  return {
    role: 'listitem',
    className: classes.row,
    style: { height: row.height, transform: `translateY(${row.top}px)` },
    ...place,
    'data-band': band,
    'data-kind': kind,
    'data-row': row.row,
    'data-id': id,
    'data-active': row.active || undefined,
    'data-selected': row.selected || undefined,
    'data-dragged': row.dragged || undefined,
    'data-within': row.within || undefined,
  };
}
