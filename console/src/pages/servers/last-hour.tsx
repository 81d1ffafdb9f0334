import { Group, Text } from '@mantine/core';
import type { ServerUtilisation } from '../../api/queries/utilisation';
import { Sparkline } from '../../components/sparkline';
import { text } from '../../text';

/** What it got done, what waits for it, and how busy it was. */
export function LastHour({ use }: { use: ServerUtilisation }) {
  const busy = use.busy.length ? use.busy.reduce((sum, part) => sum + part, 0) / use.busy.length : 0;
  const { counts, serversPage: words } = text;
  return (
    <div>
      <Sparkline values={use.busy} label={words.busyLine(Math.round(busy * 100))} />
      <Group justify="space-between" gap="xs" mt={4}>
        <Text size="xs" c="dimmed">
          {words.lastHour(counts.jobs(use.jobs_last_hour), counts.images(use.images_last_hour))}
        </Text>
        {use.waiting > 0 && <Text size="xs">{words.waiting(use.waiting)}</Text>}
      </Group>
    </div>
  );
}
