import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDelivery, useReplay, type DeliveryDetails, type WebhookTry } from '../../api/queries/deliveries';
import { CodeBlock } from '../../components/code-block';
import { Facts } from '../../components/facts';
import { Loading } from '../../components/loading';
import { SideSheet } from '../../components/side-sheet';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { aboutOf } from './delivery-row';
import { DeliveryState } from './delivery-state';
import classes from './webhooks.module.css';

/** One message: each try with what was sent and what came back. `id` null: closed. */
export function DeliverySheet({ id, onClose }: { id: string | null; onClose: () => void }) {
  return (
    <SideSheet opened={id !== null} onClose={onClose} title={text.webhooksPage.delivery.title}>
      {id !== null && <Content key={id} id={id} />}
    </SideSheet>
  );
}

function Content({ id }: { id: string }) {
  const delivery = useDelivery(id);
  return (
    <Loading of={delivery} skeleton={<Skeleton h={360} />}>
      {(known) => <Details delivery={known} />}
    </Loading>
  );
}

function Details({ delivery }: { delivery: DeliveryDetails }) {
  const replay = useReplay();
  const words = text.webhooksPage;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <DeliveryState status={delivery.status} />
        {delivery.status !== 'pending' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            loading={replay.isPending}
            onClick={() => replay.mutate(delivery.id)}
          >
            {words.log.replay}
          </Button>
        )}
      </Group>
      <DeliveryFacts delivery={delivery} />
      <section>
        <Title order={3} size="h6" mb="xs">
          {words.delivery.tries}
        </Title>
        {delivery.tries.length === 0 && (
          <Text size="sm" c="dimmed">
            {words.delivery.noTries}
          </Text>
        )}
        <Stack gap="md">
          {[...delivery.tries].reverse().map((tried) => (
            <OneTry key={`${tried.attempt} ${tried.started_timestamp}`} tried={tried} />
          ))}
        </Stack>
      </section>
      <section>
        <Title order={3} size="h6" mb="xs">
          {words.delivery.payload}
        </Title>
        <CodeBlock value={JSON.stringify(delivery.payload, null, 2)} label={words.delivery.payload} />
      </section>
    </Stack>
  );
}

function DeliveryFacts({ delivery }: { delivery: DeliveryDetails }) {
  const words = text.webhooksPage;
  const about = aboutOf(delivery);
  return (
    <Facts
      of={[
        [words.delivery.event, words.events[delivery.event]?.[0] ?? delivery.event],
        [words.delivery.to, delivery.host],
        [
          words.delivery.about,
          delivery.job_id === null ? (
            about
          ) : (
            <Link key="job" to="/queue/$jobId" params={{ jobId: delivery.job_id }}>
              {about}
            </Link>
          ),
        ],
        [words.delivery.made, <TimeAgo key="made" iso={delivery.created_timestamp} />],
        [
          words.delivery.ended,
          delivery.finished_timestamp && <TimeAgo key="ended" iso={delivery.finished_timestamp} />,
        ],
        [words.delivery.lastError, delivery.last_error],
        [words.delivery.id, delivery.id],
      ]}
    />
  );
}

function OneTry({ tried }: { tried: WebhookTry }) {
  const words = text.webhooksPage.delivery;
  const { request } = tried;
  return (
    <div className={classes.try}>
      <Group gap="xs" mb="xs">
        <Text size="sm" fw={600}>
          {words.attempt(tried.attempt)}
        </Text>
        <Text size="xs" c="dimmed">
          <TimeAgo iso={tried.started_timestamp} /> · {words.inMs(tried.duration_ms)}
          {tried.status !== null && ` · ${tried.status}`}
        </Text>
      </Group>
      <Text size="xs" mb={4}>
        {words.answer}
      </Text>
      {tried.response_text ? (
        <CodeBlock value={tried.response_text} label={words.answer} wrap />
      ) : (
        <Text size="sm">{tried.error ?? words.noBody}</Text>
      )}
      <Text size="xs" mt="sm" mb={4}>
        {words.request}
      </Text>
      {request ? (
        <CodeBlock value={asText(request)} label={words.request} />
      ) : (
        <Text size="sm">{words.nothingSent}</Text>
      )}
    </div>
  );
}

/** As it went over the wire, with secrets masked by the server. */
function asText({ method, url, headers, body }: NonNullable<WebhookTry['request']>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url}`, ...lines, '', body].join('\n');
}
