import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Job } from '../../../api/queries/queue';
import { Picture } from '../../../components/picture';
import { ProgressLine } from '../../../components/progress-line';
import { promptOf } from '../../../lib/jobs';
import { sayDuration } from '../../../lib/times';
import { useRunningJob } from '../../../live/use-running-job';
import { text } from '../../../text';
import { CancelButton } from './cancel-button';
import { Tile } from './tile';
import classes from './results.module.css';

export function RunningTile({ job }: { job: Job }) {
  const { percent, phase, eta, preview } = useRunningJob(job);
  const prompt = promptOf(job);
  return (
    <Tile width={job.width} height={job.height} large label={text.activity.image(prompt)}>
      <Link to="/queue/$jobId" params={{ jobId: job.job_id }} className={classes.fill} aria-label={prompt}>
        <Picture
          src={preview}
          alt={text.activity.image(prompt)}
          width={job.width}
          height={job.height}
          cover
          live
        />
      </Link>
      <CancelButton job={job} />
      <div className={classes.caption}>
        <ProgressLine percent={percent} label={prompt} />
        <Text size="xs" truncate>
          {percent} %{eta !== null && ` · ${sayDuration(eta)}`} ·{' '}
          {phase !== null && phase !== 'sampling' ? (text.phases[phase] ?? phase) : job.server_alias}
        </Text>
      </div>
    </Tile>
  );
}
