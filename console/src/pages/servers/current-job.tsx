import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Job } from '../../api/queries/queue';
import { Picture } from '../../components/picture';
import { ProgressLine } from '../../components/progress-line';
import { promptOf, sizeOf } from '../../lib/jobs';
import { sayDuration } from '../../lib/times';
import { useRunningJob } from '../../live/use-running-job';
import { text } from '../../text';
import classes from './servers.module.css';

/** The job of a server by its picture. */
export function CurrentJob({ job }: { job: Job }) {
  const { percent, eta, preview } = useRunningJob(job);
  const prompt = promptOf(job);
  return (
    <Link to="/queue/$jobId" params={{ jobId: job.job_id }} className={classes.job}>
      <div className={classes.preview}>
        <Picture src={preview} alt={text.serversPage.preview(prompt)} {...sizeOf(job)} cover live />
      </div>
      <div className={classes.jobWords}>
        <Text size="xs" lineClamp={2}>
          {prompt}
        </Text>
        <ProgressLine percent={percent} label={prompt} />
        <Text size="xs" c="dimmed">
          {percent} %{eta !== null && ` · ${sayDuration(eta)}`}
        </Text>
      </div>
    </Link>
  );
}
