import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import type { Job } from '../../api/queries/queue';
import { useTestServer } from '../../api/queries/server-changes';
import type { Server } from '../../api/queries/servers';
import type { ServerUtilisation } from '../../api/queries/utilisation';
import { StateMark, WarningMark } from '../../components/state-mark';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { CardActions } from './card-actions';
import { CircuitLine } from './circuit-line';
import { CurrentJob } from './current-job';
import { LastHour } from './last-hour';
import { MemoryMeters } from './memory-meters';
import { lookOf } from './standing';
import { StateSentence } from './state-sentence';
import { TestOutcome } from './test-outcome';
import classes from './servers.module.css';

interface Props {
  server: Server;
  /** Those that run there. */
  jobs: Job[];
  use: ServerUtilisation | undefined;
  isDemo: boolean;
  onInventory: () => void;
  onEdit: () => void;
  onRemove: () => void;
}

export function ServerCard({ server, jobs, use, isDemo, onInventory, onEdit, onRemove }: Props) {
  const test = useTestServer();
  const problem = server.health.problem ?? server.not_available?.message;
  const showsProblem = server.not_available !== null && !isPlain(server.not_available.code);
  return (
    <article className={classes.card} aria-label={server.alias}>
      <Stack gap="sm" flex={1}>
        <Head server={server} isWorking={jobs.length > 0} isDemo={isDemo} />
        <StateSentence server={server} jobs={jobs} />
        {showsProblem && problem && <Text size="sm">{problem}</Text>}
        {jobs.map((job) => (
          <CurrentJob key={job.job_id} job={job} />
        ))}
        <CircuitLine circuit={server.health.circuit} />
        <MemoryMeters memory={server.health.state === 'online' ? server.health.memory : null} />
        {use && <LastHour use={use} />}
        {server.notes && (
          <Text size="xs" c="dimmed" lineClamp={3} className={classes.notes}>
            {server.notes}
          </Text>
        )}
        <TestOutcome test={test} />
      </Stack>
      <CardActions
        server={server}
        isTesting={test.isPending}
        onTest={() => test.mutate(server.alias)}
        onInventory={onInventory}
        onEdit={onEdit}
        onRemove={onRemove}
      />
    </article>
  );
}

/** The sentence above says it all. */
function isPlain(code: string): boolean {
  return [
    'server_disabled',
    'server_draining',
    'server_outside_hours',
    'server_checking',
    'server_resting',
  ].includes(code);
}

function Head({ server, isWorking, isDemo }: { server: Server; isWorking: boolean; isDemo: boolean }) {
  const { look, word } = lookOf(server, isWorking);
  const { latency_ms: latency, checked_at: checked, version } = server.health;
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={8} wrap="nowrap" miw={0}>
          <Title order={2} size="h5" className={classes.name}>
            {server.alias}
          </Title>
          {isDemo && (
            <Badge size="xs" variant="outline" color="gray">
              {text.serversPage.demo.badge}
            </Badge>
          )}
        </Group>
        {look === 'warning' ? <WarningMark label={word} /> : <StateMark state={look} label={word} />}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {[
          server.app_type,
          server.base_url,
          server.max_concurrent_jobs > 1 && text.serversPage.slots(server.max_concurrent_jobs),
          version,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {checked !== null && (
        <Text size="xs" c="dimmed">
          {text.serversPage.seen} <TimeAgo iso={checked} />
          {server.health.state === 'online' && latency !== null && `, ${text.serversPage.answers(latency)}`}
        </Text>
      )}
    </div>
  );
}
