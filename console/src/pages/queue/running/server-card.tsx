import { ActionIcon, Group, Menu, Text } from '@mantine/core';
import { IconDots, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Job } from '../../../api/queries/queue';
import { useDrainServer, type Server } from '../../../api/queries/servers';
import { Picture } from '../../../components/picture';
import { ProgressLine } from '../../../components/progress-line';
import { toast } from '../../../components/toast';
import { promptOf, sizeOf } from '../../../lib/jobs';
import { sayDuration, sayRange } from '../../../lib/times';
import { useRunningJob } from '../../../live/use-running-job';
import { text } from '../../../text';
import classes from './server-card.module.css';

const said = text.queuePage.running;

/** A server at work: what it makes, how far it is. */
export function BusyServer({ job, server, onCancel }: { job: Job; server?: Server; onCancel: () => void }) {
  const now = useRunningJob(job);
  const prompt = promptOf(job);
  return (
    <article className={classes.card} aria-label={`${job.server_alias}: ${prompt}`}>
      <div className={classes.preview}>
        <Picture src={now.preview} alt={said.preview(prompt)} {...sizeOf(job)} cover live />
      </div>
      <div className={classes.words}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="xs" fw={600} truncate>
            {job.server_alias}
          </Text>
          <ServerMenu alias={job.server_alias ?? ''} server={server} onCancel={onCancel} />
        </Group>
        <Link to="/queue/$jobId" params={{ jobId: job.job_id }} search className={classes.prompt}>
          {prompt}
        </Link>
        <div className={classes.foot}>
          <ProgressLine percent={now.percent} label={prompt} />
          <Group justify="space-between" wrap="nowrap" gap="xs" mt={4}>
            <Text size="xs" c="dimmed" truncate>
              {phaseOf(now)}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {now.percent} %{leftOf(job, now.eta)}
            </Text>
          </Group>
        </div>
      </div>
    </article>
  );
}

function phaseOf({ phase, step, steps }: Pick<Job, 'phase' | 'step' | 'steps'>): string {
  const words = phase === null ? '' : (text.phases[phase] ?? phase);
  if (step === null || steps === null || phase !== 'sampling') return words;
  return said.step(step, steps);
}

/** A range at first; what the server says once it does. */
function leftOf({ eta_range: range }: Job, eta: number | null): string {
  if (eta !== null) return ` · ${said.left(sayDuration(eta))}`;
  return range ? ` · ${said.left(sayRange(range.low, range.high))}` : '';
}

/** A server without a job, and why. */
export function IdleServer({ server, paused }: { server: Server; paused: boolean }) {
  const reason = server.not_available?.message ?? (paused ? said.paused : said.idle);
  const model = server.health.loaded_checkpoint;
  return (
    <article className={classes.card} data-idle aria-label={server.alias}>
      <div className={classes.words}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text size="xs" fw={600} truncate>
            {server.alias}
          </Text>
          <ServerMenu alias={server.alias} server={server} />
        </Group>
        <Text size="xs" c="dimmed" lineClamp={3}>
          {reason}
        </Text>
        {model !== null && !server.not_available && (
          <Text size="xs" c="dimmed" truncate>
            {said.model(model)}
          </Text>
        )}
      </div>
    </article>
  );
}

function ServerMenu({ alias, server, onCancel }: { alias: string; server?: Server; onCancel?: () => void }) {
  const drain = useDrainServer();
  const draining = server?.draining === true;
  const change = (): void =>
    drain.mutate(
      { alias, draining: !draining },
      { onSuccess: () => toast.done(draining ? said.resumedHint(alias) : said.drainHint(alias)) },
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={text.queuePage.row.more(alias)}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {server && (
          <Menu.Item
            leftSection={draining ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
            onClick={change}
          >
            {draining ? said.resume : said.drain}
          </Menu.Item>
        )}
        {onCancel && (
          <Menu.Item leftSection={<IconX size={16} />} onClick={onCancel}>
            {said.cancel}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
