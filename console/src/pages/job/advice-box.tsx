import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import type { JobDetails } from '../../api/queries/queue';
import { useServers } from '../../api/queries/servers';
import { text } from '../../text';
import classes from './job.module.css';
import { hintFor, offersFor, type Offer } from './advice';

const said = text.jobPage.advice;

/** Why it failed, or waits, and what to do: as buttons. */
export function AdviceBox({ job, onTake }: { job: JobDetails; onTake: (offer: Offer) => void }) {
  const { data: servers = [] } = useServers();
  const waits = job.status === 'pending';
  if (!job.error && !(waits && job.waiting_reason)) return null;
  const offers = offersFor(job, servers);
  return (
    <section className={classes.advice} data-failed={!waits || undefined}>
      <Stack gap="xs">
        <h2>
          {waits ? <IconClock size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
          {waits ? said.waitsTitle : said.title}
        </h2>
        <Text size="sm">{waits ? job.waiting_reason?.message : job.error?.message}</Text>
        {!waits && job.error && (
          <Text size="sm" c="dimmed">
            {said.hints[hintFor(job.error.code)]}
          </Text>
        )}
        {job.error?.server_message && (
          <div>
            <Text size="xs" c="dimmed">
              {said.serverSays}
            </Text>
            <Code block tabIndex={0}>
              {job.error.server_message}
            </Code>
          </div>
        )}
        <Group gap="xs">
          {offers.map((offer, index) => (
            <Button
              key={Object.values(offer).join(' ')}
              size="sm"
              variant={index === 0 && !waits ? 'filled' : 'default'}
              onClick={() => onTake(offer)}
            >
              {labelOf(offer)}
            </Button>
          ))}
        </Group>
      </Stack>
    </section>
  );
}

function labelOf(offer: Offer): string {
  switch (offer.kind) {
    case 'retry':
      return said.retry;
    case 'retry-on':
      return said.retryOn(offer.server);
    case 'use':
      return said.use(offer.value);
    case 'smaller':
      return said.smaller;
    case 'change':
      return said.change;
    case 'servers':
      return said.checkServer;
    case 'keys':
      return said.keys;
    case 'resume-queue':
      return said.resumeQueue;
    case 'release':
      return said.release;
    case 'resume-bulk':
      return said.resumeBulk;
    case 'run-now':
      return said.runNow;
  }
}
