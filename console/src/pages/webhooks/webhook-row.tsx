import { Button, Group, Text, Title } from '@mantine/core';
import { useLastDelivered, useTestWebhook, type Webhook } from '../../api/queries/webhooks';
import { StateMark, WarningMark } from '../../components/state-mark';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { healthOf, type WebhookHealth } from './health';
import { TestOutcome } from './test-outcome';
import { WebhookMenu } from './webhook-menu';
import classes from './webhooks.module.css';

export function WebhookRow({ webhook, onLog }: { webhook: Webhook; onLog: () => void }) {
  const { data: last } = useLastDelivered(webhook.id);
  const test = useTestWebhook();
  const words = text.webhooksPage;
  const events = webhook.events.map((event) => words.events[event]?.[0] ?? event);
  return (
    <article className={classes.row} aria-label={webhook.name}>
      <div className={classes.rowMain}>
        <Group gap="sm">
          <Title order={2} size="h6">
            {webhook.name}
          </Title>
          <HealthMark health={healthOf(webhook, Boolean(last))} />
        </Group>
        <Text size="xs" c="dimmed" className={classes.address}>
          {webhook.template === 'standard'
            ? webhook.url
            : `${words.templates[webhook.template]} · ${webhook.url}`}
        </Text>
        <Text size="sm">{events.join(', ')}</Text>
        <Troubles webhook={webhook} />
        <Text size="xs" c="dimmed">
          {last?.finished_timestamp ? (
            <>
              {words.lastSuccess} <TimeAgo iso={last.finished_timestamp} />
            </>
          ) : (
            words.neverDelivered
          )}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap" className={classes.buttons}>
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate(webhook.id)}>
          {words.actions.test}
        </Button>
        <Button size="xs" variant="default" onClick={onLog}>
          {words.actions.log}
        </Button>
        <WebhookMenu webhook={webhook} />
      </Group>
      <div className={classes.outcome}>
        <TestOutcome test={test} />
      </div>
    </article>
  );
}

function HealthMark({ health }: { health: WebhookHealth }) {
  const label = text.webhooksPage.health[health];
  if (health === 'delivers') return <StateMark state="completed" label={label} />;
  if (health === 'quiet') return <StateMark state="pending" label={label} />;
  if (health === 'off') return <StateMark state="cancelled" label={label} />;
  if (health === 'paused') return <StateMark state="failed" label={label} />;
  return <WarningMark label={label} />;
}

/** Why nothing arrives, and when it is tried again. */
function Troubles({ webhook }: { webhook: Webhook }) {
  const words = text.webhooksPage;
  return (
    <>
      {webhook.pause_reason !== null && <Text size="sm">{webhook.pause_reason}</Text>}
      {webhook.failures > 0 && webhook.failing_since !== null && (
        <Text size="xs">
          {words.failing(webhook.failures)} <TimeAgo iso={webhook.failing_since} />
        </Text>
      )}
      {webhook.paused_until !== null && (
        <Text size="xs">
          {words.nextTry} <TimeAgo iso={webhook.paused_until} />
        </Text>
      )}
      {webhook.previous_secret_valid_until !== null && (
        <Text size="xs" c="dimmed">
          {words.oldSecret} <TimeAgo iso={webhook.previous_secret_valid_until} />
        </Text>
      )}
    </>
  );
}
