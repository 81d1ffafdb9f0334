// A long list of which only some rows have been read. Values never change; each function gives a new one. Pure.

export interface WithId {
  job_id: string;
}

export interface SparseRows<T extends WithId> {
  /** As long as the list; undefined where nothing has been read yet. */
  readonly rows: readonly (T | undefined)[];
  /** Windows that were read since anything changed. */
  readonly fresh: ReadonlySet<number>;
}

/** Rows that are read at once. */
export const WINDOW = 50;

const NONE: ReadonlySet<number> = new Set();

export function ofLength<T extends WithId>(length: number): SparseRows<T> {
  return { rows: new Array<T | undefined>(length).fill(undefined), fresh: NONE };
}

/** Longer lists have grown at their end as far as we know; what is right will be read. */
export function resized<T extends WithId>(list: SparseRows<T>, length: number): SparseRows<T> {
  if (list.rows.length === length) return list;
  const rows = list.rows.slice(0, length);
  while (rows.length < length) rows.push(undefined);
  return { rows, fresh: list.fresh };
}

/** With what was read at `offset`. What was there before goes, and so does a row that was known at another place. */
export function withWindow<T extends WithId>(
  list: SparseRows<T>,
  offset: number,
  read: readonly T[],
): SparseRows<T> {
  const ids = new Set(read.map(({ job_id }) => job_id));
  const rows = list.rows.map((row) => (row && ids.has(row.job_id) ? undefined : row));
  for (const [index, row] of read.entries()) if (offset + index < rows.length) rows[offset + index] = row;
  // Fewer than there should be: the list has become shorter meanwhile, and nothing is known of those places.
  for (let index = offset + read.length; index < Math.min(offset + WINDOW, rows.length); index += 1)
    rows[index] = undefined;
  const whole = read.length === Math.min(WINDOW, rows.length - offset);
  return { rows, fresh: whole ? new Set([...list.fresh, offset / WINDOW]) : list.fresh };
}

export function without<T extends WithId>(list: SparseRows<T>, ids: ReadonlySet<string>): SparseRows<T> {
  const rows = list.rows.filter((row) => row === undefined || !ids.has(row.job_id));
  return rows.length === list.rows.length ? list : { rows, fresh: NONE };
}

/** Takes the row at `from` out and puts it before the row that is at `before` now (the length: at the end). */
export function moved<T extends WithId>(list: SparseRows<T>, from: number, before: number): SparseRows<T> {
  const rows = [...list.rows];
  const [row] = rows.splice(from, 1);
  rows.splice(before > from ? before - 1 : before, 0, row);
  return { rows, fresh: NONE };
}

export function patched<T extends WithId>(
  list: SparseRows<T>,
  ids: ReadonlySet<string>,
  change: Partial<T>,
): SparseRows<T> {
  if (!list.rows.some((row) => row && ids.has(row.job_id))) return list;
  return {
    ...list,
    rows: list.rows.map((row) => (row && ids.has(row.job_id) ? { ...row, ...change } : row)),
  };
}

/** Everything is shown on, but is read again when it is looked at. */
export function staled<T extends WithId>(list: SparseRows<T>): SparseRows<T> {
  return list.fresh.size ? { ...list, fresh: NONE } : list;
}

/** The windows that have to be read to show the rows from `first` to `last`. */
export function toRead<T extends WithId>(list: SparseRows<T>, first: number, last: number): number[] {
  const windows: number[] = [];
  const end = Math.min(last, list.rows.length - 1);
  for (let window = Math.floor(Math.max(0, first) / WINDOW); window * WINDOW <= end; window += 1)
    if (!list.fresh.has(window)) windows.push(window);
  return windows;
}
