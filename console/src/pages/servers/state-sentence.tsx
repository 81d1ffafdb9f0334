import { Text } from '@mantine/core';
import type { Job } from '../../api/queries/queue';
import type { Server } from '../../api/queries/servers';
import { useLiveJob } from '../../live/live-jobs';
import { sentenceOf } from './standing';

/** Follows the progress of the first job; of several the rest is as of the last reading. */
export function StateSentence({ server, jobs }: { server: Server; jobs: Job[] }) {
  const live = useLiveJob(jobs[0]?.job_id);
  const work = jobs.map(({ job_id: id, progress, phase }, index) => ({
    id,
    percent: index === 0 ? Math.max(live?.progress ?? 0, progress) : progress,
    phase: index === 0 ? (live?.phase ?? phase) : phase,
  }));
  return (
    <Text size="sm" fw={500}>
      {sentenceOf(server, work)}
    </Text>
  );
}
