import { ActionIcon, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCopy, IconDotsVertical, IconPhoto, IconSparkles } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { generateWith, madeWith, type Model } from './merge-models';

/** What one does with a model: make pictures, or look at those that it made. */
export function ModelActions({ model }: { model: Model }) {
  const words = text.modelsPage;
  const clipboard = useClipboard();
  const isPictured = model.kind === 'checkpoint' || model.kind === 'lora';
  const copy = (): void => {
    clipboard.copy(model.name);
    toast.done(text.actions.copied);
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={text.forms.actionsOf(model.short)}>
          <IconDotsVertical size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {isPictured && (
          <>
            <Menu.Item
              component={Link}
              to="/generate"
              search={generateWith(model) as never}
              leftSection={<IconSparkles size={16} />}
            >
              {words.generate}
            </Menu.Item>
            <Menu.Item
              component={Link}
              to="/gallery"
              search={madeWith(model) as never}
              leftSection={<IconPhoto size={16} />}
            >
              {words.images}
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={copy}>
          {words.copyName}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
