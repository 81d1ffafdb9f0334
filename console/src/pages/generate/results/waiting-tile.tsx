import { Text } from '@mantine/core';
import type { Job } from '../../../api/queries/queue';
import { StateMark } from '../../../components/state-mark';
import { promptOf } from '../../../lib/jobs';
import { text } from '../../../text';
import { CancelButton } from './cancel-button';
import { Tile } from './tile';
import classes from './results.module.css';

/** A place of the right shape for what comes, and what it waits for. */
export function WaitingTile({ job }: { job: Job }) {
  const prompt = promptOf(job);
  return (
    <Tile width={job.width} height={job.height} label={text.generate.waitingJob(prompt)}>
      <div className={classes.empty}>
        <StateMark state={job.held ? 'held' : 'pending'} />
        <Text size="xs" c="dimmed" lineClamp={3} ta="center">
          {job.waiting_reason?.message ?? prompt}
        </Text>
      </div>
      <CancelButton job={job} />
    </Tile>
  );
}
