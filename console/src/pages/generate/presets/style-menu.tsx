import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPalette } from '@tabler/icons-react';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { textOf } from '../draft/draft';
import { draftNow, rememberForm, setParams } from '../draft/draft-store';
import { applyStyle } from './apply-style';
import { SavedMenu } from './saved-menu';

/** Pieces of prompts that are added to what is there. */
export function StyleMenu() {
  return (
    <SavedMenu
      kind="style"
      title={text.generate.styles}
      hint={text.generate.stylesHint}
      namePlaceholder={text.generate.styleName}
      onApply={({ name, body }) => {
        const undo = rememberForm();
        setParams(applyStyle(draftNow().params, body));
        toast.undo(text.generate.applied(name), undo);
      }}
      bodyNow={() => ({
        prompt: textOf(draftNow().params, 'prompt'),
        negative_prompt: textOf(draftNow().params, 'negative_prompt'),
      })}
      target={({ onClick }) => (
        <Tooltip label={text.generate.styles}>
          <ActionIcon
            variant="subtle"
            color="gray"
            className="tap"
            aria-label={text.generate.styles}
            onClick={onClick}
          >
            <IconPalette size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    />
  );
}
