import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '../../../api/keys';
import { listImages, timelineQuery } from '../../../api/queries/gallery/images';
import { usePollWhenNotLive } from '../../../live/use-live-state';
import { endlessSpan, spansOf } from '../layout/spans';
import { isStacked, listOf, toFilterQuery, type GallerySearch } from '../search/gallery-search';
import { spanQuery } from '../search/span-query';
import { useWallEvents } from './use-wall-events';
import { WallData } from './wall-data';

/** So many are still read when nothing says how many there are: one screen. */
const FIRST_GUESS = 60;

export interface Wall {
  wall: WallData;
  total: number | undefined;
  error: Error | null;
  retry: () => void;
}

/** The wall of a search, the same one as long as somebody may come back to it. */
export function useWall(search: GallerySearch): Wall {
  const list = listOf(search);
  const { data: wall } = useQuery({
    queryKey: keys.galleryWall(list),
    queryFn: () => wallOf(list),
    initialData: () => wallOf(list),
    staleTime: Infinity,
    structuralSharing: false,
    // Whatever happens to its images it is told, and keeps its place.
    meta: { patched: true },
    enabled: false,
  });
  const timeline = useQuery({
    ...timelineQuery(toFilterQuery(search)),
    refetchInterval: usePollWhenNotLive(),
  });
  const { data: days } = timeline;
  const { sort } = search;
  useEffect(() => {
    if (!days) return;
    const total = days.reduce((sum, { count }) => sum + count, 0);
    if (sort === 'newest' || sort === 'oldest') {
      const before = wall.state().spans.map(({ span }) => span);
      wall.setSpans(spansOf(days, sort === 'oldest', before));
    } else wall.setSpans(total ? [endlessSpan(Math.min(total, FIRST_GUESS))] : []);
  }, [wall, days, sort]);
  useWallEvents(wall, search);
  const total = days?.reduce((sum, { count }) => sum + count, 0);
  return { wall, total, error: days ? null : timeline.error, retry: () => void timeline.refetch() };
}

function wallOf(search: GallerySearch): WallData {
  const stack = isStacked(search) ? ('bulk' as const) : undefined;
  const { sort } = search;
  return new WallData((span, cursor, limit) =>
    listImages({ ...spanQuery(search, span), sort, stack, cursor, limit, count: false }),
  );
}
