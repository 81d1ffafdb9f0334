import { Button, Group, Menu, Modal, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { keys } from '../../../api/keys';
import { clearEnded } from '../../../api/queries/job-actions';
import { useQueueState } from '../../../api/queries/queue';
import { queryClient } from '../../../api/query-client';
import { DisabledReason } from '../../../components/disabled-reason';
import { toast } from '../../../components/toast';
import { text } from '../../../text';
import { endedLists } from './ended-lists';
import { useEndedCount } from './use-ended-count';

const said = text.queuePage.actions;

interface Asked {
  count: number;
  /** Undefined: all that has ended. */
  statuses?: ('completed' | 'failed' | 'cancelled')[];
}

async function clear({ statuses }: Asked): Promise<void> {
  const { jobs } = await clearEnded(statuses);
  toast.done(text.queuePage.done.cleared(jobs));
  await queryClient.resetQueries({ queryKey: keys.jobs });
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.queue }),
    queryClient.invalidateQueries({ queryKey: keys.bulks }),
    endedLists.refresh(),
  ]);
}

export function ClearFinished() {
  const { data: queue } = useQueueState();
  const { failed, cancelled } = queue?.jobs ?? { failed: 0, cancelled: 0 };
  const ended = useEndedCount() ?? 0;
  const [asked, setAsked] = useState<Asked | null>(null);
  const choices: [label: string, Asked][] = [
    [said.clearAll, { count: ended }],
    [said.clearFailed, { count: failed, statuses: ['failed'] }],
    [said.clearCancelled, { count: cancelled, statuses: ['cancelled'] }],
  ];
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" rightSection={<IconDots size={14} />}>
            {said.clear}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {choices.map(([label, choice]) => (
            <Choice key={label} label={label} count={choice.count} onClick={() => setAsked(choice)} />
          ))}
        </Menu.Dropdown>
      </Menu>
      <ClearDialog
        asked={asked}
        onClose={() => setAsked(null)}
        onClear={() => {
          setAsked(null);
          if (asked) void clear(asked).catch(toast.problem);
        }}
      />
    </>
  );
}

interface DialogProps {
  asked: Asked | null;
  onClose: () => void;
  onClear: () => void;
}

function ClearDialog({ asked, onClose, onClear }: DialogProps) {
  return (
    <Modal
      opened={asked !== null}
      onClose={onClose}
      title={said.clearConfirm(asked?.count ?? 0)}
      closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
    >
      <Text size="sm" mb="md">
        {said.clearHint}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.actions.back}
        </Button>
        <Button color="red" onClick={onClear}>
          {said.clear}
        </Button>
      </Group>
    </Modal>
  );
}

interface ChoiceProps {
  label: string;
  count: number;
  onClick: () => void;
}

function Choice({ label, count, onClick }: ChoiceProps) {
  return (
    <DisabledReason reason={count ? null : text.queuePage.nothingEnded}>
      <Menu.Item data-disabled={!count || undefined} onClick={() => (count ? onClick() : undefined)}>
        <Group justify="space-between">
          {label}
          <span>{text.queuePage.count(count)}</span>
        </Group>
      </Menu.Item>
    </DisabledReason>
  );
}
