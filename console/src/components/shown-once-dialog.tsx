import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { text } from '../text';
import { CodeBlock } from './code-block';
import { WarningMark } from './state-mark';

interface Props {
  title: string;
  value: string;
  /** Of the value, for whoever hears the page. */
  label: string;
  hint: string;
  onClose: () => void;
}

/** A secret at the only time that anybody sees it. Closed by its button alone. */
export function ShownOnceDialog({ title, value, label, hint, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      centered
    >
      <Stack gap="md">
        <WarningMark label={text.forms.shownOnce} />
        <CodeBlock value={value} label={label} wrap />
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{text.forms.saved}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
