import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { CodeBlock } from '../../components/code-block';
import { WarningMark } from '../../components/state-mark';
import { text } from '../../text';

interface Props {
  /** Of the webhook. */
  name: string;
  secret: string;
  onClose: () => void;
}

/** The only time that anybody sees it. */
export function WebhookSecret({ name, secret, onClose }: Props) {
  const words = text.webhooksPage.made;
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title(name)}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      centered
    >
      <Stack gap="md">
        <WarningMark label={text.forms.shownOnce} />
        <CodeBlock value={secret} label={words.label} wrap />
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
