import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Job } from '../../../api/queries/queue';
import { promptOf } from '../../../lib/jobs';
import { text } from '../../../text';
import { useCancelJob } from './use-job-actions';
import classes from './results.module.css';

export function CancelButton({ job }: { job: Job }) {
  const cancel = useCancelJob();
  if (!job.actions.includes('cancel')) return null;
  const label = text.generate.cancelJob(promptOf(job));
  return (
    <Tooltip label={text.actions.cancel}>
      <ActionIcon
        className={`${classes.corner} tap`}
        variant="default"
        aria-label={label}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(job)}
      >
        <IconX size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
