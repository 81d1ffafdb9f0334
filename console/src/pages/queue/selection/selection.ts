// Which jobs are selected. Pure.

/** What may be done with a job goes by where it stands. */
export type Band = 'waiting' | 'ended';

export interface Selection {
  readonly jobs: ReadonlyMap<string, Band>;
  /** Bulks with all of their waiting jobs, and how many those are. */
  readonly bulks: ReadonlyMap<string, number>;
  /** Everything in a band that matches the filter, whether it has been read or not, but `except`. */
  readonly all: Band | null;
  readonly except: ReadonlySet<string>;
}

export const NOTHING: Selection = { jobs: new Map(), bulks: new Map(), all: null, except: new Set() };

export function toggled(selection: Selection, id: string, band: Band): Selection {
  if (selection.all === band) {
    const except = new Set(selection.except);
    if (!except.delete(id)) except.add(id);
    return { ...selection, except };
  }
  const jobs = new Map(selection.jobs);
  if (!jobs.delete(id)) jobs.set(id, band);
  return { ...selection, jobs };
}

export function withJobs(selection: Selection, ids: readonly string[], band: Band): Selection {
  return { ...selection, jobs: new Map([...selection.jobs, ...ids.map((id): [string, Band] => [id, band])]) };
}

export function toggledBulk(selection: Selection, id: string, waiting: number): Selection {
  const bulks = new Map(selection.bulks);
  if (!bulks.delete(id)) bulks.set(id, waiting);
  return { ...selection, bulks };
}

export function withBulks(
  selection: Selection,
  bulks: readonly { bulk_job_id: string; waiting_jobs: number }[],
): Selection {
  const added = bulks
    .filter(({ bulk_job_id: id }) => !selection.bulks.has(id))
    .map(({ bulk_job_id: id, waiting_jobs: jobs }): [string, number] => [id, jobs]);
  return { ...selection, bulks: new Map([...selection.bulks, ...added]) };
}

export const allOf = (band: Band): Selection => ({ ...NOTHING, all: band });

export function isSelected(selection: Selection, id: string, band: Band, bulk: string | null): boolean {
  if (selection.all === band) return !selection.except.has(id);
  return selection.jobs.has(id) || (band === 'waiting' && bulk !== null && selection.bulks.has(bulk));
}

export function isBulkSelected(selection: Selection, id: string): boolean {
  return selection.all === 'waiting' || selection.bulks.has(id);
}

/** Is the row of a job or a bulk one of those that are selected? */
export function isPartOf(selection: Selection, { band, id }: { band: Band; id: string }): boolean {
  if (!bandsIn(selection).has(band)) return false;
  return selection.bulks.has(id) || isSelected(selection, id, band, null);
}

/** `totals`: how many there are in each band. */
export function countOf(selection: Selection, totals: Record<Band, number>): number {
  if (selection.all) return Math.max(0, totals[selection.all] - selection.except.size);
  return selection.jobs.size + [...selection.bulks.values()].reduce((sum, jobs) => sum + jobs, 0);
}

/** Which bands it reaches into. */
export function bandsIn(selection: Selection): ReadonlySet<Band> {
  if (selection.all) return new Set([selection.all]);
  return new Set([...selection.jobs.values(), ...(selection.bulks.size ? (['waiting'] as const) : [])]);
}

/** What else there is in the band of what is selected, to select all of it; null: nothing, or there are two bands. */
export function moreOf(
  selection: Selection,
  count: number,
  totals: Record<Band, number>,
): { band: Band; count: number } | null {
  const [band, another] = bandsIn(selection);
  if (selection.all !== null || !band || another) return null;
  return totals[band] > count ? { band, count: totals[band] } : null;
}
