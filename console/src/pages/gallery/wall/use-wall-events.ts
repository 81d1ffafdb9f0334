import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { timelineQuery } from '../../../api/queries/gallery/images';
import { useLiveEvent } from '../../../live/use-live-event';
import type { LiveEvent } from '../../../live/live-stream';
import { spansOf } from '../layout/spans';
import { toFilterQuery, type GallerySearch } from '../search/gallery-search';
import { changedElsewhere } from './own-changes';
import type { WallData } from './wall-data';

/** Jobs of a bulk end several a second; the head of the wall is read once for all of them. */
const GATHER_MS = 400;
const REFRESH_MS = 1_000;

/** New images at the top, changes of others in place: nothing that is looked at moves. */
export function useWallEvents(wall: WallData, search: GallerySearch): void {
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const client = useQueryClient();

  const readNews = async (): Promise<void> => {
    const days = await client.fetchQuery({ ...timelineQuery(toFilterQuery(search)), staleTime: 0 });
    if (search.sort !== 'newest') return wall.refresh();
    const before = new Map(wall.state().spans.map(({ span }) => [span.key, span.count]));
    wall.setSpans(
      spansOf(
        days,
        false,
        wall.state().spans.map(({ span }) => span),
      ),
    );
    const head = wall.state().spans.find(({ span }) => span.count > 0);
    if (!head) return;
    const { key, count } = head.span;
    wall.addNews(head.images ? await wall.readHead(key) : Math.max(0, count - (before.get(key) ?? 0)));
  };

  const later = (name: string, ms: number, what: () => void): void => {
    if (timers.current.has(name)) return;
    const run = (): void => {
      timers.current.delete(name);
      what();
    };
    timers.current.set(name, setTimeout(run, ms));
  };

  useLiveEvent((event) => {
    if (event.type === 'job.completed')
      // It is read again with the next event, and by the page's retry when nothing comes.
      later('news', GATHER_MS, () => void readNews().catch(() => undefined));
    else if (event.type === 'image.deleted') wall.remove(namesOf(event));
    else if (event.type === 'reset') wall.refresh();
    else if (event.type === 'image.updated' && changedElsewhere(namesOf(event)).length)
      later('refresh', REFRESH_MS, () => wall.refresh());
  });

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    };
  }, [wall]);
}

function namesOf(event: LiveEvent): string[] {
  return Array.isArray(event['filenames']) ? (event['filenames'] as string[]) : [];
}
