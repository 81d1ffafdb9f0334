// The jobs at places of a list, whether they have been looked at or not.
import { readWaiting, type ListFilter, type WaitingJob } from '../../../api/queries/waiting';
import { ALONE } from './waiting-layout';
import type { WaitingLists } from './waiting-state';

/** The most that the server gives at once. */
const MOST_AT_ONCE = 200;

/** Of one list: the jobs that came alone, or those of a bulk. */
export function filterOf(filter: ListFilter, list: string): ListFilter {
  return list === ALONE ? { ...filter, bulk: filter.bulk ?? 'none' } : { ...filter, bulk: list };
}

/** Read if need be; undefined behind the end. */
export async function jobAt(
  filter: ListFilter,
  lists: WaitingLists,
  list: string,
  index: number,
): Promise<WaitingJob | undefined> {
  const known = lists.get(list)?.rows[index];
  if (known) return known;
  const [job] = await readWaiting(filterOf(filter, list), { offset: index, limit: 1 });
  return job;
}

/** Read if need be. */
export async function idsBetween(
  filter: ListFilter,
  lists: WaitingLists,
  list: string,
  { first, last }: { first: number; last: number },
): Promise<string[]> {
  const rows = lists.get(list)?.rows.slice(first, last + 1) ?? [];
  if (rows.length === last - first + 1 && rows.every((row) => row !== undefined))
    return rows.map((row) => row.job_id);
  const ids: string[] = [];
  for (let offset = first; offset <= last; offset += MOST_AT_ONCE) {
    const limit = Math.min(MOST_AT_ONCE, last - offset + 1);
    const jobs = await readWaiting(filterOf(filter, list), { offset, limit });
    ids.push(...jobs.map(({ job_id }) => job_id));
  }
  return ids;
}
