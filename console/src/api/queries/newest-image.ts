import { useQuery } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';

/** By names without folder and ending, as the gallery knows them. */
export type MadeWith = { model: string } | { lora: string };

/** The preview of the newest image that was made with a model; null without one. Undefined is not asked for yet. */
export const useNewestImage = (madeWith: MadeWith | undefined) =>
  useQuery({
    queryKey: keys.newestImage(madeWith ?? {}),
    queryFn: async ({ signal }) => {
      const query = { ...madeWith, limit: 1, count: false };
      const { images } = await take(api.GET('/api/v1/gallery/images', { params: { query }, signal }));
      return images[0]?.preview_url ?? null;
    },
    enabled: madeWith !== undefined,
    staleTime: 5 * 60_000,
    // Each new picture would ask for every model again.
    meta: { patched: true },
  });
