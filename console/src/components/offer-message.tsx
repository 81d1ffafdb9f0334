import { Button, Group, Text } from '@mantine/core';

interface Props {
  message: string;
  /** What is offered. */
  label: string;
  onTake: () => void;
}

/** A message with one thing to do about it. */
export function OfferMessage({ message, label, onTake }: Props) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text size="sm">{message}</Text>
      <Button flex="none" size="compact-sm" variant="light" onClick={onTake}>
        {label}
      </Button>
    </Group>
  );
}
