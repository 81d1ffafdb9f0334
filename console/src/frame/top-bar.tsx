import { ActionIcon, Group, Kbd, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarRight, IconPlayerPause, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { usePauseQueue, useQueueState } from '../api/queries/queue';
import { text } from '../text';
import { openPalette } from './command-palette';
import { LiveMark } from './live-mark';
import { Mark } from './mark';
import classes from './top-bar.module.css';

interface Props {
  isPhone: boolean;
  activityShown: boolean;
  onActivity: () => void;
}

/** Search and commands, whether the page is live, and the queue's own switch. */
export function TopBar({ isPhone, activityShown, onActivity }: Props) {
  return (
    <header className={classes.bar}>
      {isPhone && <Mark />}
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={16} aria-hidden />
        <Text size="sm" c="dimmed" truncate>
          {text.palette.open}
        </Text>
        {!isPhone && (
          <Kbd size="xs" aria-hidden>
            Ctrl K
          </Kbd>
        )}
      </UnstyledButton>
      <Group gap="xs" wrap="nowrap" ml="auto">
        <LiveMark short={isPhone} />
        <QueueSwitch short={isPhone} />
        {!isPhone && (
          <Tooltip label={activityShown ? text.activity.hide : text.activity.show}>
            <ActionIcon
              variant={activityShown ? 'light' : 'subtle'}
              color="gray"
              onClick={onActivity}
              aria-label={activityShown ? text.activity.hide : text.activity.show}
              aria-pressed={activityShown}
            >
              <IconLayoutSidebarRight size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </header>
  );
}

function QueueSwitch({ short }: { short: boolean }) {
  const { data: queue } = useQueueState();
  const pause = usePauseQueue();
  if (!queue) return null;
  const label = queue.paused ? text.queueState.resume : text.queueState.pause;
  return (
    <Group gap="xs" wrap="nowrap">
      {!short && (
        <Text
          size="xs"
          c={queue.paused ? undefined : 'dimmed'}
          className={queue.paused ? classes.paused : ''}
        >
          {queue.paused
            ? text.queueState.paused
            : text.queueState.summary(queue.jobs.processing, queue.jobs.pending)}
        </Text>
      )}
      <Tooltip label={label}>
        <ActionIcon
          variant={queue.paused ? 'filled' : 'subtle'}
          color={queue.paused ? 'yellow' : 'gray'}
          size={short ? 44 : 34}
          onClick={() => pause.mutate(!queue.paused)}
          aria-label={label}
        >
          {queue.paused ? <IconPlayerPlay size={18} /> : <IconPlayerPause size={18} />}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}
