import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { text } from '../../text';
import { AskFirst } from './ask-first';
import { useGallery } from './gallery-context';

/** What becomes of the images in the trash, and the way to be rid of them now. */
export function TrashBar() {
  const { actions, mayChange, total } = useGallery();
  const [asking, dialog] = useDisclosure(false);
  return (
    <Group justify="space-between" px="md" py={4} gap="sm">
      <Text size="sm" c="dimmed" flex="1 1 200px">
        {text.gallery.trashHint}
      </Text>
      {mayChange && (
        <Button variant="default" onClick={dialog.open}>
          {text.gallery.emptyTrash}
        </Button>
      )}
      <AskFirst
        opened={asking}
        onClose={dialog.close}
        title={text.gallery.emptyTrash}
        message={text.gallery.emptyTrashAsk(total ?? 0)}
        action={text.gallery.deleteForGood}
        onConfirm={actions.emptyTrash}
      />
    </Group>
  );
}
