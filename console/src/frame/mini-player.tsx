import { Text, UnstyledButton } from '@mantine/core';
import { IconChevronUp } from '@tabler/icons-react';
import { useRunningJobs, type Job } from '../api/queries/queue';
import { Picture } from '../components/picture';
import { ProgressLine } from '../components/progress-line';
import { promptOf } from '../lib/jobs';
import { useRunningJob } from '../live/use-running-job';
import { text } from '../text';
import classes from './mini-player.module.css';

/** On phones, above the bottom bar of every page: the current job's preview and percent. */
export function MiniPlayer({ onOpen }: { onOpen: () => void }) {
  const { data: running } = useRunningJobs();
  const first = running?.[0];
  if (!first) return null;
  return <Strip job={first} others={running.length - 1} onOpen={onOpen} />;
}

function Strip({ job, others, onOpen }: { job: Job; others: number; onOpen: () => void }) {
  const { percent, preview } = useRunningJob(job);
  return (
    <UnstyledButton className={classes.strip} onClick={onOpen}>
      <span className="visually-hidden">{text.activity.strip(percent)}</span>
      <ProgressLine percent={percent} label={promptOf(job)} />
      <span className={classes.row}>
        <span className={classes.picture}>
          <Picture src={preview} alt="" width={1} height={1} cover live />
        </span>
        <span className={classes.words}>
          <Text size="sm" truncate>
            {promptOf(job)}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {percent} % · {job.server_alias}
            {others > 0 && ` · +${others}`}
          </Text>
        </span>
        <IconChevronUp size={20} aria-hidden />
      </span>
    </UnstyledButton>
  );
}
