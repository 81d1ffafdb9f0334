import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { draftNow, rememberForm, replaceDraft } from '../draft/draft-store';
import { readDraft } from '../draft/stored-draft';
import { SavedMenu } from './saved-menu';

/** The whole form under a name; pictures and the time of its start are not part of it. */
export function PresetMenu() {
  return (
    <SavedMenu
      kind="generation"
      title={text.generate.presets}
      hint={text.generate.presetsHint}
      namePlaceholder={text.generate.presetName}
      onApply={({ name, body }) => {
        const undo = rememberForm();
        replaceDraft(readDraft(JSON.stringify(body)));
        toast.undo(text.generate.applied(name), undo);
      }}
      bodyNow={() => ({ ...draftNow() })}
      target={({ onClick }) => (
        <Tooltip label={text.generate.presets}>
          <ActionIcon
            variant="default"
            size={36}
            className="tap"
            aria-label={text.generate.presets}
            onClick={onClick}
          >
            <IconBookmark size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    />
  );
}
