import { Checkbox, Group, Text, UnstyledButton } from '@mantine/core';
import type { Delivery } from '../../api/queries/deliveries';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';
import { DeliveryState } from './delivery-state';
import classes from './webhooks.module.css';

interface Props {
  delivery: Delivery;
  isSelected: boolean;
  onSelect: (wanted: boolean) => void;
  onOpen: () => void;
}

export function DeliveryRow({ delivery, isSelected, onSelect, onOpen }: Props) {
  const words = text.webhooksPage;
  const event = words.events[delivery.event]?.[0] ?? delivery.event;
  const about = aboutOf(delivery);
  return (
    <div className={classes.delivery}>
      <Checkbox
        className={classes.check}
        aria-label={words.log.select(`${event}, ${delivery.host}`)}
        checked={isSelected}
        disabled={delivery.status === 'pending'}
        onChange={(change) => onSelect(change.currentTarget.checked)}
      />
      <UnstyledButton className={classes.rowMain} onClick={onOpen}>
        <Group gap="sm" justify="space-between" wrap="nowrap">
          <Text size="sm" fw={500} truncate>
            {event}
          </Text>
          <DeliveryState status={delivery.status} />
        </Group>
        <Text size="xs" c="dimmed">
          {delivery.host}
          {about && ` · ${about}`}
          {delivery.attempts !== 1 && ` · ${words.log.tries(delivery.attempts)}`}
          {delivery.last_status !== null && ` · ${delivery.last_status}`} ·{' '}
          <TimeAgo iso={delivery.created_timestamp} />
          {delivery.next_attempt_timestamp !== null && (
            <>
              {' · '}
              {words.log.next} <TimeAgo iso={delivery.next_attempt_timestamp} />
            </>
          )}
        </Text>
        {delivery.last_error !== null && delivery.status !== 'delivered' && (
          <Text size="xs" lineClamp={2}>
            {delivery.last_error}
          </Text>
        )}
      </UnstyledButton>
    </div>
  );
}

export function aboutOf({ job_id: job, bulk_job_id: bulk }: Delivery): string | null {
  const words = text.webhooksPage.log;
  if (job !== null) return words.ofJob(job.slice(0, 8));
  return bulk === null ? null : words.ofBulk(bulk.replace(/^bulk_/, '').slice(0, 8));
}
