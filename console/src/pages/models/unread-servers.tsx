import { Button, Group, Stack, Text } from '@mantine/core';
import { WarningMark } from '../../components/state-mark';
import { text } from '../../text';
import type { Models } from './use-models';
import classes from './models.module.css';

/** The others are shown nevertheless. */
export function UnreadServers({ unread }: Pick<Models, 'unread'>) {
  if (!unread.length) return null;
  return (
    <Stack gap="xs" mb="md">
      {unread.map(({ alias, why, retry }) => (
        <Group key={alias} className={classes.unread} gap="sm" justify="space-between">
          <div>
            <WarningMark label={text.modelsPage.unread(alias)} />
            <Text size="xs" c="dimmed">
              {why}
            </Text>
          </div>
          <Button size="xs" variant="default" onClick={retry}>
            {text.problem.retry}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
