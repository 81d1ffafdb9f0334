// What is known of the waiting jobs, and what it is after a change. Values never change; each function gives a new one.
// Pure.
import type { WaitingJob } from '../../../api/queries/waiting';
import { ofLength, patched, resized, staled, without, type SparseRows } from './sparse-rows';
import { ALONE, type WaitingGroups } from './waiting-layout';

export interface WaitingState {
  /** Undefined until they have been read once. */
  groups: WaitingGroups | undefined;
  lists: WaitingLists;
  /** Why the last reading failed. */
  error: Error | null;
  readAtMs: number;
}

export type WaitingLists = ReadonlyMap<string, SparseRows<WaitingJob>>;

/** The lists that there are by now, as long as they are by now; all is read again when it is looked at. */
export function fitted(before: WaitingLists, groups: WaitingGroups): WaitingLists {
  const lists = new Map<string, SparseRows<WaitingJob>>();
  const fit = (name: string, length: number): void => {
    const known = before.get(name);
    lists.set(name, known ? staled(resized(known, length)) : ofLength(length));
  };
  fit(ALONE, groups.single_jobs);
  for (const { bulk_job_id, waiting_jobs } of groups.bulks) fit(bulk_job_id, waiting_jobs);
  return lists;
}

/** Without these jobs, as far as they were known. */
export function withoutJobs(
  before: { lists: WaitingLists; groups: WaitingGroups },
  ids: ReadonlySet<string>,
): { lists: WaitingLists; groups: WaitingGroups } {
  const lists = new Map(before.lists);
  let { groups } = before;
  for (const [name, list] of lists) {
    const rest = without(list, ids);
    const fewer = list.rows.length - rest.rows.length;
    if (!fewer) continue;
    lists.set(name, rest);
    groups = shrunk(groups, name, fewer);
  }
  return { lists, groups };
}

export function withPatch(
  lists: WaitingLists,
  ids: ReadonlySet<string>,
  change: Partial<WaitingJob>,
): WaitingLists {
  return new Map([...lists].map(([name, rows]) => [name, patched(rows, ids, change)]));
}

/** With fewer waiting jobs in one list; where the rest stands will be read. */
function shrunk(groups: WaitingGroups, list: string, fewer: number): WaitingGroups {
  const waiting_jobs = groups.waiting_jobs - fewer;
  if (list === ALONE) {
    const single_jobs = groups.single_jobs - fewer;
    const bulks = groups.bulks.map((bulk) => ({
      ...bulk,
      single_jobs_before: Math.min(bulk.single_jobs_before, single_jobs),
    }));
    return { waiting_jobs, single_jobs, bulks };
  }
  const bulks = groups.bulks.map((bulk) =>
    bulk.bulk_job_id === list ? { ...bulk, waiting_jobs: bulk.waiting_jobs - fewer } : bulk,
  );
  return { ...groups, waiting_jobs, bulks: bulks.filter((bulk) => bulk.waiting_jobs > 0) };
}
