import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../../client';
import { keys } from '../../keys';
import { queryClient } from '../../query-client';

const readStorage = (signal?: AbortSignal) => take(api.GET('/api/v1/gallery/storage', { signal }));

export type GalleryStorage = Awaited<ReturnType<typeof readStorage>>;
export type RetentionPolicy = GalleryStorage['policy'];

export const useGalleryStorage = () =>
  useQuery({ queryKey: keys.galleryStorage, queryFn: ({ signal }) => readStorage(signal) });

const refresh = () => queryClient.invalidateQueries({ queryKey: keys.gallery });

export const useSavePolicy = () =>
  useMutation({
    mutationFn: (body: RetentionPolicy) => take(api.PUT('/api/v1/gallery/storage/policy', { body })),
    onSettled: refresh,
    meta: { quiet: true },
  });

/** What the policy would remove now; or removes it. */
export const useCleanup = () =>
  useMutation({
    mutationFn: (dryRun: boolean) =>
      take(api.POST('/api/v1/gallery/storage/cleanup', { body: { dry_run: dryRun } })),
    onSettled: refresh,
  });
