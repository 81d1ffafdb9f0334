import { Button, Group, Text } from '@mantine/core';
import { text } from '../text';

export function UndoMessage({ message, onUndo }: { message: string; onUndo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{message}</Text>
      <Button flex="none" size="compact-sm" variant="light" onClick={onUndo}>
        {text.actions.undo}
      </Button>
    </Group>
  );
}
