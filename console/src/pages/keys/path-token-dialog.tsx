import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CodeBlock } from '../../components/code-block';
import { WarningMark } from '../../components/state-mark';
import { text } from '../../text';
import { tokenAddress } from './snippets';

interface Props {
  /** Of the key. */
  name: string;
  /** `/k/<token>`. */
  path: string;
  onClose: () => void;
}

/** The only time that anybody sees the address. */
export function PathTokenDialog({ name, path, onClose }: Props) {
  const words = text.keysPage.pathMade;
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title(name)}
      closeOnClickOutside={false}
      withCloseButton={false}
      centered
    >
      <Stack gap="md">
        <WarningMark label={text.forms.shownOnce} />
        <CodeBlock value={tokenAddress(window.location.origin, path)} label={words.title(name)} wrap />
        <Text size="sm" c="dimmed">
          {words.hint}
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{text.forms.saved}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
