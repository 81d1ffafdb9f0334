import { Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Job } from '../api/queries/queue';
import { Picture } from '../components/picture';
import { ProgressLine } from '../components/progress-line';
import { promptOf, sizeOf } from '../lib/jobs';
import { sayDuration } from '../lib/times';
import { useRunningJob } from '../live/use-running-job';
import { text } from '../text';
import classes from './running-job.module.css';

/** A running job by its picture: live preview, percent, phase, time left. */
export function RunningJob({ job }: { job: Job }) {
  const { percent, phase, eta, preview } = useRunningJob(job);
  const prompt = promptOf(job);
  const size = sizeOf(job);
  return (
    <Link to="/queue/$jobId" params={{ jobId: job.job_id }} className={classes.card}>
      <Picture className={classes.picture} src={preview} alt={text.activity.image(prompt)} {...size} live />
      <div className={classes.words}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="xs" fw={600} truncate>
            {job.server_alias}
          </Text>
          <Text size="xs" c="dimmed" className={classes.numbers}>
            {percent} %{eta !== null && ` · ${sayDuration(eta)}`}
          </Text>
        </Group>
        <ProgressLine percent={percent} label={prompt} />
        <Text size="xs" c="dimmed" truncate>
          {phase !== null && phase !== 'sampling' ? `${text.phases[phase] ?? phase} · ` : ''}
          {prompt}
        </Text>
      </div>
    </Link>
  );
}
