import { Text } from '@mantine/core';
import { useQueueState, useRunningJobs } from '../../../api/queries/queue';
import { useServers } from '../../../api/queries/servers';
import { text } from '../../../text';
import type { QueueFilter } from '../filter/queue-filter';
import { matches } from './matches';
import { BusyServer, IdleServer } from './server-card';
import classes from './server-card.module.css';

/** A card for each server: at work, or idle and why. */
export function RunningBand({ filter, onCancel }: { filter: QueueFilter; onCancel: (id: string) => void }) {
  const { data: running = [] } = useRunningJobs();
  const { data: servers = [] } = useServers();
  const { data: queue } = useQueueState();
  const busy = new Set(running.map(({ server_alias }) => server_alias));
  const idle = servers.filter(({ alias }) => !busy.has(alias) && (!filter.server || filter.server === alias));
  if (!servers.length && !running.length)
    return (
      <Text size="sm" c="dimmed">
        {text.queuePage.nothingRuns}
      </Text>
    );
  return (
    <div className={classes.grid}>
      {running
        .filter((job) => matches(job, filter))
        .map((job) => (
          <BusyServer
            key={job.job_id}
            job={job}
            server={servers.find(({ alias }) => alias === job.server_alias)}
            onCancel={() => onCancel(job.job_id)}
          />
        ))}
      {idle.map((server) => (
        <IdleServer key={server.id} server={server} paused={queue?.paused === true} />
      ))}
    </div>
  );
}
