import { Stack, Text, Title } from '@mantine/core';
import { useNextJobs, useQueueState, useRunningJobs, type Job } from '../api/queries/queue';
import { useServers } from '../api/queries/servers';
import { text } from '../text';
import { IdleServer } from './idle-server';
import { NextJob } from './next-job';
import { RunningJob } from './running-job';

const NEXT = 5;

/** What runs on each server, and what comes next: the same in the panel, on the sheet and on the Queue page. */
export function ActivityList() {
  const { data: running = [] } = useRunningJobs();
  const { data: next = [] } = useNextJobs(NEXT);
  const { data: queue } = useQueueState();
  const { data: servers = [] } = useServers();
  const busy = new Set(running.map((job: Job) => job.server_alias));
  const waiting = queue?.jobs.pending ?? next.length;
  return (
    <Stack gap="sm">
      {running.map((job) => (
        <RunningJob key={job.job_id} job={job} />
      ))}
      {servers
        .filter(({ alias }) => !busy.has(alias))
        .map((server) => (
          <IdleServer key={server.id} server={server} />
        ))}
      {!running.length && !servers.length && (
        <Text size="sm" c="dimmed">
          {text.activity.nothing}
        </Text>
      )}
      {next.length > 0 && (
        <>
          <Title order={3} size="xs" c="dimmed" tt="uppercase">
            {text.activity.next}
          </Title>
          {next.map((job) => (
            <NextJob key={job.job_id} job={job} />
          ))}
          {waiting > next.length && (
            <Text size="xs" c="dimmed">
              {text.activity.more(waiting - next.length)}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}
