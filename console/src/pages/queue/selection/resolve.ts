import { readAllIds, type ListFilter } from '../../../api/queries/waiting';
import { bandsOf, queryOf, type QueueFilter } from '../filter/queue-filter';
import type { Band, Selection } from './selection';

/** The ids of all that is selected in a band, in its order; what has not been read is looked up. */
export async function idsOf(
  selection: Selection,
  band: Band,
  filter: QueueFilter,
  only?: readonly string[],
): Promise<string[]> {
  const query = queryOf(filter);
  if (selection.all === band) {
    const ids =
      band === 'waiting'
        ? await readAllIds(query, 'queue')
        : await readAllIds({ ...query, status: statesFor(filter, only).join(',') }, 'ended');
    return ids.filter((id) => !selection.except.has(id));
  }
  const ids = [...selection.jobs].filter(([, of]) => of === band).map(([id]) => id);
  if (band === 'ended') return ids;
  for (const bulk of selection.bulks.keys()) ids.push(...(await idsOfBulk(query, bulk)));
  return [...new Set(ids)];
}

export const idsOfBulk = (query: ListFilter, bulk: string): Promise<string[]> =>
  readAllIds({ ...query, bulk }, 'queue');

function statesFor(filter: QueueFilter, only?: readonly string[]): string[] {
  const shown = bandsOf(filter).finished;
  return only ? shown.filter((state) => only.includes(state)) : shown;
}
