import { useQuery } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';

/** The preview of the newest picture that was made with a checkpoint (its name without folder and ending); null without one. */
export const useModelPicture = (model: string | null) =>
  useQuery({
    queryKey: keys.modelPicture(model ?? ''),
    queryFn: async ({ signal }) => {
      const query = { model: model ?? '', limit: 1, count: false, sort: 'newest', role: 'image' } as const;
      const { images } = await take(api.GET('/api/v1/gallery/images', { params: { query }, signal }));
      // One that cannot be told to be of this model is none: servers without that filter answer with any.
      return images.find((image) => image.model)?.preview_url ?? null;
    },
    enabled: model !== null,
    staleTime: 60_000,
    // Each new picture would ask for every model again.
    meta: { patched: true },
  });
