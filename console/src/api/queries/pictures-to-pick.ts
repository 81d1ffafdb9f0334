import { useInfiniteQuery } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';

const PAGE = 60;

/** The newest pictures, page by page. */
export const usePicturesToPick = () =>
  useInfiniteQuery({
    queryKey: keys.picturesToPick,
    queryFn: ({ pageParam, signal }) => {
      const more = pageParam === null ? {} : { cursor: pageParam };
      const query = { limit: PAGE, role: 'image', sort: 'newest', ...more } as const;
      return take(api.GET('/api/v1/gallery/images', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
