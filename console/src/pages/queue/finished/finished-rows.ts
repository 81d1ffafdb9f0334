// The rows of what has ended: bulks as one row, jobs that came alone, a line for each day. Pure.
import type { Bulk } from '../../../api/queries/bulks';
import type { EndedJob } from '../../../api/queries/ended';

export type FinishedRow =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'job'; key: string; job: EndedJob; inBulk: boolean }
  | { kind: 'bulk'; key: string; bulk: Bulk; opened: boolean }
  | { kind: 'more'; key: string; bulk: string };

export interface OpenedBulk {
  id: string;
  jobs: readonly EndedJob[];
  hasMore: boolean;
}

/** The day of a bulk that is not through. */
export const GOING_ON = 'going-on';

/**
 * Both newest first. `more`: there are older jobs that came alone which have not been read; bulks that ended before the
 * last one that was read wait for them.
 */
export function finishedRows(
  jobs: readonly EndedJob[],
  bulks: readonly Bulk[],
  more: boolean,
  opened: OpenedBulk | null,
): FinishedRow[] {
  const oldest = more ? (jobs.at(-1)?.completion_timestamp ?? '') : '';
  const ended = bulks
    .filter((bulk) => bulk.completed_jobs + bulk.failed_jobs + bulk.cancelled_jobs > 0)
    .map((bulk) => ({ bulk, at: bulk.finished ? (bulk.completion_timestamp ?? '') : null }))
    .filter(({ at }) => at === null || at >= oldest);
  const entries = [
    ...ended.map(({ bulk, at }) => ({ at, day: dayOf(at), rows: bulkRows(bulk, opened) })),
    ...jobs.map((job) => ({
      at: job.completion_timestamp,
      day: dayOf(job.completion_timestamp),
      rows: [jobRow(job, false)],
    })),
  ].sort((a, b) => newestFirst(a.at, b.at));
  const rows: FinishedRow[] = [];
  let day = '';
  for (const entry of entries) {
    if (entry.day !== day) rows.push({ kind: 'day', key: `day ${entry.day}`, day: entry.day });
    day = entry.day;
    rows.push(...entry.rows);
  }
  return rows;
}

function bulkRows(bulk: Bulk, opened: OpenedBulk | null): FinishedRow[] {
  const id = bulk.bulk_job_id;
  const isOpen = opened?.id === id;
  const row: FinishedRow = { kind: 'bulk', key: id, bulk, opened: isOpen };
  if (!isOpen) return [row];
  const more: FinishedRow[] = opened.hasMore ? [{ kind: 'more', key: `more ${id}`, bulk: id }] : [];
  return [row, ...opened.jobs.map((job) => jobRow(job, true)), ...more];
}

const jobRow = (job: EndedJob, inBulk: boolean): FinishedRow => ({
  kind: 'job',
  key: job.job_id,
  job,
  inBulk,
});

/** Null is now. */
function newestFirst(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? 1 : -1;
}

/** In the reader's own zone. */
function dayOf(iso: string | null): string {
  if (iso === null) return GOING_ON;
  const date = new Date(iso);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
