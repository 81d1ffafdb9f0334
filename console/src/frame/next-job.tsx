import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Job } from '../api/queries/queue';
import { promptOf } from '../lib/jobs';
import { text } from '../text';
import classes from './next-job.module.css';

export function NextJob({ job }: { job: Job }) {
  return (
    <Link to="/queue/$jobId" params={{ jobId: job.job_id }} className={classes.row}>
      <span className={classes.place}>{job.queue_position ?? '–'}</span>
      <span className={classes.words}>
        <Text size="xs" truncate>
          {promptOf(job)}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {job.waiting_reason?.message ?? job.target_server_alias ?? text.server.any}
        </Text>
      </span>
    </Link>
  );
}
