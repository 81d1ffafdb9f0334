import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../../client';
import { keys } from '../../keys';
import { queryClient } from '../../query-client';

const readImport = (signal?: AbortSignal) => take(api.GET('/api/v1/gallery/imports', { signal }));

export type ImageImport = Awaited<ReturnType<typeof readImport>>;

/** Imports send no events of their own, so a running one is asked for every second. */
const EVERY_MS = 1_000;

/** The import that runs, or the last one; `idle` before the first. */
export const useImageImport = (enabled: boolean) =>
  useQuery({
    queryKey: keys.galleryImport,
    queryFn: ({ signal }) => readImport(signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? EVERY_MS : false),
    enabled,
  });

export interface ImportOrder {
  folder: string;
  recursive: boolean;
  mode: 'copy' | 'move';
}

export const useStartImport = () =>
  useMutation({
    mutationFn: (body: ImportOrder) => take(api.POST('/api/v1/gallery/imports', { body })),
    onSuccess: (state) => queryClient.setQueryData(keys.galleryImport, state),
    meta: { quiet: true },
  });

export const useCancelImport = () =>
  useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/gallery/imports/current')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.galleryImport }),
  });
