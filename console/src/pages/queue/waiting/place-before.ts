// From a gap between two rows to what the server is told: the job to stand before.
import type { WaitingJob } from '../../../api/queries/waiting';
import { ALONE, placeAt, type RowPlace, type WaitingLayout } from './waiting-layout';
import type { WaitingStore } from './waiting-store';

export type Destination = 'bottom' | { before: string };

/** Before the row at `over`, or the next one behind it that does not move itself. */
export async function placeBefore(
  store: WaitingStore,
  layout: WaitingLayout,
  over: number,
  moving: ReadonlySet<string>,
): Promise<Destination> {
  for (let row = over; ; row += 1) {
    const place = placeAt(layout, row);
    if (!place) return 'bottom';
    const id =
      place.kind === 'bulk' ? place.bulk.first_job_id : (await store.jobAt(place.list, place.index))?.job_id;
    if (id !== undefined && !moving.has(id)) return { before: id };
  }
}

/** Moves the row on the screen where it is plain where it will be: within its own list, or before the row of a bulk. */
export function showMoved(store: WaitingStore, layout: WaitingLayout, from: RowPlace, over: number): void {
  if (from.kind !== 'job') return;
  const target = placeAt(layout, over);
  if (!target) {
    const before = placeAt(layout, layout.count - 1);
    if (before?.kind === 'job' && before.list === from.list)
      store.move(from.list, from.index, before.index + 1);
  } else if (target.kind === 'job' && target.list === from.list) {
    store.move(from.list, from.index, target.index);
  } else if (target.kind === 'bulk' && from.list === ALONE) {
    store.move(ALONE, from.index, target.bulk.single_jobs_before, target.bulk.bulk_job_id);
  }
}

/** The job at a row, as far as it has been read. */
export function knownJob(
  lists: ReadonlyMap<string, { rows: readonly (WaitingJob | undefined)[] }>,
  place: RowPlace | undefined,
): WaitingJob | undefined {
  return place?.kind === 'job' ? lists.get(place.list)?.rows[place.index] : undefined;
}
