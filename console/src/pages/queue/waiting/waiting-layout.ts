// Which row of the waiting band is what: jobs that came alone in their order, between them a row for each bulk at the
// place of its first job, below an opened bulk its jobs. Computed from counts alone, so that no job need be read. Pure.

/** What is known of the waiting jobs of a bulk. */
export interface WaitingBulk {
  bulk_job_id: string;
  waiting_jobs: number;
  first_job_id: string;
  /** Of the jobs that came alone, how many run before its first one. */
  single_jobs_before: number;
}

export interface WaitingGroups {
  waiting_jobs: number;
  single_jobs: number;
  bulks: readonly WaitingBulk[];
}

/** The list of the jobs that came alone; those of bulks are called by the bulk's id. */
export const ALONE = 'alone';

export type RowPlace = { kind: 'job'; list: string; index: number } | { kind: 'bulk'; bulk: WaitingBulk };

interface Stretch {
  /** Row of its first place. */
  start: number;
  length: number;
  list: string;
  /** Index in its list of its first place; null: it is the row of a bulk. */
  from: number | null;
  bulk: WaitingBulk | null;
}

export interface WaitingLayout {
  readonly count: number;
  readonly stretches: readonly Stretch[];
}

export function layOut(groups: WaitingGroups, opened: ReadonlySet<string>): WaitingLayout {
  const stretches: Stretch[] = [];
  let row = 0;
  const add = (length: number, list: string, from: number | null, bulk: WaitingBulk | null): void => {
    if (length <= 0) return;
    stretches.push({ start: row, length, list, from, bulk });
    row += length;
  };
  let alone = 0;
  for (const bulk of groups.bulks) {
    add(bulk.single_jobs_before - alone, ALONE, alone, null);
    alone = Math.max(alone, bulk.single_jobs_before);
    add(1, bulk.bulk_job_id, null, bulk);
    if (opened.has(bulk.bulk_job_id)) add(bulk.waiting_jobs, bulk.bulk_job_id, 0, bulk);
  }
  add(groups.single_jobs - alone, ALONE, alone, null);
  return { count: row, stretches };
}

export function placeAt(layout: WaitingLayout, row: number): RowPlace | undefined {
  const stretch = layout.stretches[stretchAt(layout, row)];
  if (!stretch || row < 0 || row >= layout.count) return undefined;
  if (stretch.from === null) return { kind: 'bulk', bulk: stretch.bulk! };
  return { kind: 'job', list: stretch.list, index: stretch.from + row - stretch.start };
}

/** The row of a job's place in its list; -1 while its bulk is closed. */
export function rowOf(layout: WaitingLayout, list: string, index: number): number {
  const stretch = layout.stretches.find(
    (one) => one.list === list && one.from !== null && index >= one.from && index < one.from + one.length,
  );
  return stretch ? stretch.start + index - stretch.from! : -1;
}

export function rowOfBulk(layout: WaitingLayout, id: string): number {
  return layout.stretches.find((one) => one.from === null && one.list === id)?.start ?? -1;
}

/** What has to be known of each list to show the rows from `first` to `last`. */
export function lookedAt(
  layout: WaitingLayout,
  first: number,
  last: number,
): { list: string; first: number; last: number }[] {
  const ranges: { list: string; first: number; last: number }[] = [];
  for (let at = stretchAt(layout, first); at < layout.stretches.length; at += 1) {
    const { start, length, list, from } = layout.stretches[at]!;
    if (start > last) break;
    if (from === null) continue;
    const [begin, end] = [Math.max(first, start), Math.min(last, start + length - 1)];
    if (begin <= end) ranges.push({ list, first: from + begin - start, last: from + end - start });
  }
  return ranges;
}

/** Bulks whose own rows are from `first` to `last`. */
export function bulksBetween({ stretches }: WaitingLayout, first: number, last: number): WaitingBulk[] {
  const heads = stretches.filter(({ from, start }) => from === null && start >= first && start <= last);
  return heads.map(({ bulk }) => bulk!);
}

/** The last stretch that begins at or before the row. */
function stretchAt({ stretches }: WaitingLayout, row: number): number {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (stretches[middle]!.start <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Where bulks stand among the jobs that came alone, when one of those is taken from `from` and put before the one at
 * `before`; with `bulk`, before the row of that bulk, which stands there too.
 */
export function shiftedBulks(
  bulks: readonly WaitingBulk[],
  from: number,
  before: number,
  bulk: string | null,
): WaitingBulk[] {
  const to = before > from ? before - 1 : before;
  let behind = false;
  return bulks.map((one) => {
    behind ||= one.bulk_job_id === bulk;
    const taken = one.single_jobs_before - (from < one.single_jobs_before ? 1 : 0);
    return { ...one, single_jobs_before: taken > to || (behind && taken === to) ? taken + 1 : taken };
  });
}
