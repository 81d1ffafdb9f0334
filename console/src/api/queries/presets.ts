import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take, type Schemas } from '../client';
import { keys } from '../keys';
import { queryClient } from '../query-client';

export type Preset = Schemas['PresetDto'];
export type PresetKind = Preset['kind'];

/** What its owner has saved of one kind, by name. */
export const usePresets = (kind: PresetKind) =>
  useQuery({
    queryKey: keys.presetsOf(kind),
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v2/presets', { params: { query: { kind } }, signal }))).presets,
  });

const readAgain = () => queryClient.invalidateQueries({ queryKey: keys.presets });

export const useSavePreset = () =>
  useMutation({
    mutationFn: (body: Schemas['CreatePresetDto']) => take(api.POST('/api/v2/presets', { body })),
    onSettled: readAgain,
  });

export const useOverwritePreset = () =>
  useMutation({
    mutationFn: ({ id, ...body }: { id: string } & Schemas['UpdatePresetDto']) =>
      take(api.PUT('/api/v2/presets/{id}', { params: { path: { id } }, body })),
    onSettled: readAgain,
  });

export const useDeletePreset = () =>
  useMutation({
    mutationFn: (id: string) => take(api.DELETE('/api/v2/presets/{id}', { params: { path: { id } } })),
    onMutate: (id) => {
      for (const [key, presets] of queryClient.getQueriesData<Preset[]>({ queryKey: keys.presets }))
        queryClient.setQueryData(
          key,
          presets?.filter((preset) => preset.id !== id),
        );
    },
    onSettled: readAgain,
  });
