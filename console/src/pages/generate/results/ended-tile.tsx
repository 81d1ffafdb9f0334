import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Job } from '../../../api/queries/queue';
import { StateMark } from '../../../components/state-mark';
import { promptOf } from '../../../lib/jobs';
import { text } from '../../../text';
import { removeFromSitting } from './sitting';
import { Tile } from './tile';
import { useRetryJob } from './use-job-actions';
import classes from './results.module.css';

/** A job without pictures: why, and the way on. */
export function EndedTile({ job }: { job: Job }) {
  const retry = useRetryJob();
  const prompt = promptOf(job);
  return (
    <Tile width={1} height={1} label={text.generate.endedJob(prompt, text.states[job.status])}>
      <div className={classes.empty}>
        <StateMark state={job.status} />
        <Text size="xs" lineClamp={5} ta="center" c={job.error ? undefined : 'dimmed'}>
          {job.error?.message ?? prompt}
        </Text>
        <Group gap={4} justify="center">
          {job.actions.includes('retry') && (
            <Button
              size="compact-xs"
              className="tap"
              variant="default"
              loading={retry.isPending}
              onClick={() => retry.mutate(job)}
            >
              {text.actions.retry}
            </Button>
          )}
          <Button
            size="compact-xs"
            className="tap"
            variant="subtle"
            color="gray"
            renderRoot={(props) => <Link to="/queue/$jobId" params={{ jobId: job.job_id }} {...props} />}
          >
            {text.actions.why}
          </Button>
        </Group>
      </div>
      {job.bulk_job_id === null && (
        <Tooltip label={text.generate.offTheWall}>
          <ActionIcon
            className={`${classes.corner} tap`}
            variant="subtle"
            color="gray"
            aria-label={text.generate.offTheWall}
            onClick={() => removeFromSitting([job.job_id])}
          >
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Tile>
  );
}
