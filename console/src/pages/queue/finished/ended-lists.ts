// The cached pages of what has ended, whatever their filter: patched by events and by what is done on the page.
import type { InfiniteData } from '@tanstack/react-query';
import { keys } from '../../../api/keys';
import { readEnded, type EndedFilter, type EndedPage } from '../../../api/queries/ended';
import { queryClient } from '../../../api/query-client';
import { mergeNewest, withoutEnded } from './merge-newest';

type Pages = InfiniteData<EndedPage, string | undefined>;

/** Are deleted when their message has gone; until then they are only not shown. */
const leaving = new Set<string>();

const all = () =>
  queryClient
    .getQueryCache()
    .findAll({ queryKey: keys.jobs })
    .filter(({ queryKey }) => filterOf(queryKey) !== undefined);

function filterOf(queryKey: readonly unknown[]): EndedFilter | undefined {
  return (queryKey[2] as { ended?: EndedFilter } | undefined)?.ended;
}

function change(queryKey: readonly unknown[], change: (pages: EndedPage[]) => EndedPage[]): void {
  queryClient.setQueryData<Pages>(queryKey, (data) => {
    if (!data) return data;
    const pages = change(data.pages);
    return { pages, pageParams: data.pageParams.slice(0, pages.length) };
  });
}

async function refreshOne(queryKey: readonly unknown[]): Promise<void> {
  const fresh = await readEnded(filterOf(queryKey)!);
  change(queryKey, (pages) => withoutEnded(mergeNewest(pages, fresh), leaving));
}

export const endedLists = {
  remove(ids: ReadonlySet<string>): void {
    for (const { queryKey } of all()) change(queryKey, (pages) => withoutEnded(pages, ids));
  },

  /** Reads the newest page of the lists that are shown; the others are read again when they are. */
  async refresh(): Promise<void> {
    const shown = all().filter((query) => query.isActive());
    for (const query of all())
      if (!query.isActive())
        void queryClient.invalidateQueries({ queryKey: query.queryKey, refetchType: 'none' });
    // While the server is away what is there stays; the next event, or the poll, tries again.
    await Promise.all(shown.map(({ queryKey }) => refreshOne(queryKey).catch(() => undefined)));
  },

  isLeaving: (id: string): boolean => leaving.has(id),
};

/** Hides jobs until the returned function is called. */
export function keepEnded(ids: readonly string[]): () => void {
  for (const id of ids) leaving.add(id);
  endedLists.remove(leaving);
  return () => {
    for (const id of ids) leaving.delete(id);
    for (const { queryKey } of all()) void queryClient.invalidateQueries({ queryKey });
  };
}
