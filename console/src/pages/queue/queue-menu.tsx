import { Button, Group, Menu, Modal, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { clearEnded, releaseHeld } from '../../api/queries/job-actions';
import { useState } from 'react';
import { keys } from '../../api/keys';
import { useQueueState } from '../../api/queries/queue';
import { queryClient } from '../../api/query-client';
import { DisabledReason } from '../../components/disabled-reason';
import { toast } from '../../components/toast';
import { text } from '../../text';
import { endedLists } from './finished/ended-lists';

const said = text.queuePage.actions;

/** What is done to the whole queue. */
export function ReleaseHeld({ onDone }: { onDone: () => void }) {
  const { data: queue } = useQueueState();
  if (!queue?.held) return null;
  const release = async (): Promise<void> => {
    const { jobs } = await releaseHeld();
    toast.done(text.queuePage.done.released(jobs));
    onDone();
    await queryClient.invalidateQueries({ queryKey: keys.queue });
  };
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      onClick={() => void release().catch(toast.problem)}
    >
      {said.release(queue.held)}
    </Button>
  );
}

type Ended = 'completed' | 'failed' | 'cancelled';

export function ClearFinished() {
  const { data: queue } = useQueueState();
  const counts = queue?.jobs ?? { completed: 0, failed: 0, cancelled: 0 };
  const ended = counts.completed + counts.failed + counts.cancelled;
  const [asked, setAsked] = useState<{ count: number; statuses?: Ended[] } | null>(null);
  const clear = async (statuses?: Ended[]): Promise<void> => {
    setAsked(null);
    const { jobs } = await clearEnded(statuses);
    toast.done(text.queuePage.done.cleared(jobs));
    await queryClient.resetQueries({ queryKey: keys.jobs });
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.queue }),
      queryClient.invalidateQueries({ queryKey: keys.bulks }),
      endedLists.refresh(),
    ]);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" rightSection={<IconDots size={14} />}>
            {said.clear}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Choice label={said.clearAll} count={ended} onClick={() => setAsked({ count: ended })} />
          <Choice
            label={said.clearFailed}
            count={counts.failed}
            onClick={() => setAsked({ count: counts.failed, statuses: ['failed'] })}
          />
          <Choice
            label={said.clearCancelled}
            count={counts.cancelled}
            onClick={() => setAsked({ count: counts.cancelled, statuses: ['cancelled'] })}
          />
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={said.clearConfirm(asked?.count ?? 0)}
        closeButtonProps={{ 'aria-label': text.actions.close, size: 44 }}
      >
        <Text size="sm" mb="md">
          {said.clearHint}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsked(null)}>
            {text.actions.back}
          </Button>
          <Button color="red" onClick={() => void clear(asked?.statuses).catch(toast.problem)}>
            {said.clear}
          </Button>
        </Group>
      </Modal>
    </>
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
