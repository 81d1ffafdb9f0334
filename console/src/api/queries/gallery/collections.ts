import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../../client';
import { keys } from '../../keys';
import { queryClient } from '../../query-client';

export type Collection = Schemas['CollectionDto'];

export const useCollections = () =>
  useQuery({
    queryKey: keys.galleryCollections,
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/gallery/collections', { signal }))).collections,
  });

const refresh = () => queryClient.invalidateQueries({ queryKey: keys.galleryCollections });

export const useAddCollection = () =>
  useMutation({
    mutationFn: (name: string) => take(api.POST('/api/v1/gallery/collections', { body: { name } })),
    onSettled: refresh,
  });

export const useRenameCollection = () =>
  useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) =>
      take(
        api.PATCH('/api/v1/gallery/collections/{id}', {
          params: { path: { id: String(id) } },
          body: { name },
        }),
      ),
    onSettled: refresh,
  });

/** Its images stay. */
export const useDeleteCollection = () =>
  useMutation({
    mutationFn: (id: number) =>
      take(api.DELETE('/api/v1/gallery/collections/{id}', { params: { path: { id: String(id) } } })),
    onSettled: refresh,
  });
