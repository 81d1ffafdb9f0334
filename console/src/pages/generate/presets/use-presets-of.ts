import {
  useDeletePreset,
  useOverwritePreset,
  usePresets,
  useSavePreset,
  type Preset,
  type PresetKind,
} from '../../../api/queries/presets';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import type { Params } from '../draft/draft';

/** Saved things of one kind: a name that is there already is overwritten, what is deleted can be brought back. */
export function usePresetsOf(kind: PresetKind) {
  const { data: presets = [] } = usePresets(kind);
  const save = useSavePreset();
  const overwrite = useOverwritePreset();
  const remove = useDeletePreset();
  return {
    presets,
    saveAs: (name: string, body: Params): void => {
      const same = presets.find((preset) => preset.name.toLowerCase() === name.toLowerCase());
      const onSuccess = (): void => toast.done(text.generate.saved(name));
      if (!same) return save.mutate({ kind, name, body }, { onSuccess });
      const before = same.body;
      overwrite.mutate(
        { id: same.id, body },
        {
          onSuccess: () =>
            toast.undo(text.generate.overwritten(same.name), () =>
              overwrite.mutate({ id: same.id, body: before }),
            ),
        },
      );
    },
    remove: ({ id, name, body }: Preset): void => {
      remove.mutate(id, {
        onSuccess: () => toast.undo(text.generate.deleted(name), () => save.mutate({ kind, name, body })),
      });
    },
  };
}
