import { Alert, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { messageOf } from '../api/problem';
import { text } from '../text';

/** A part of a page that cannot be shown: why, and the way on. */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle />} title={text.problem.title}>
      <Group justify="space-between" gap="sm">
        {messageOf(error)}
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {text.problem.retry}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
