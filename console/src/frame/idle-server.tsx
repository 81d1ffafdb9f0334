import { Group, Text } from '@mantine/core';
import { IconMoon, IconPlugConnectedX } from '@tabler/icons-react';
import type { Server } from '../api/queries/servers';
import { text } from '../text';
import classes from './idle-server.module.css';

/** A server without a job, and the reason when it takes none. */
export function IdleServer({ server }: { server: Server }) {
  const reason = server.not_available;
  const StateIcon = reason ? IconPlugConnectedX : IconMoon;
  return (
    <Group className={classes.card} gap="xs" wrap="nowrap" align="flex-start">
      <StateIcon size={16} aria-hidden />
      <div className={classes.words}>
        <Text size="xs" fw={600} truncate>
          {server.alias}
        </Text>
        <Text size="xs" c="dimmed">
          {reason?.message ?? text.activity.idle}
        </Text>
      </div>
    </Group>
  );
}
