import { Button } from '@mantine/core';
import { keys } from '../../../api/keys';
import { releaseHeld } from '../../../api/queries/job-actions';
import { useQueueState } from '../../../api/queries/queue';
import { queryClient } from '../../../api/query-client';
import { toast } from '../../../components/toast';
import { text } from '../../../text';

/** Lets all run that waits for a decision. */
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
      {text.queuePage.actions.release(queue.held)}
    </Button>
  );
}
