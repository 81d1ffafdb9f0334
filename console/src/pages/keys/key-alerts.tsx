import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useKeyUsage, type ApiKey } from '../../api/queries/api-keys';
import { TimeAgo } from '../../components/time-ago';
import { useNow } from '../../lib/use-now';
import { text } from '../../text';
import { HABIT_DAYS, unusualDays } from './usage';
import classes from './keys.module.css';

const SOON_MS = 7 * 86_400_000;
const LOOK_BACK_DAYS = 30;

/** What somebody should look at: its end, refusals, limits, days that are not like the others. */
export function KeyAlerts({ apiKey }: { apiKey: ApiKey }) {
  const { data: days = [] } = useKeyUsage(apiKey.id, LOOK_BACK_DAYS + HABIT_DAYS);
  const now = useNow();
  const words = text.keysPage.alerts;
  const today = days.at(-1);
  const { expires_at: end, previous_secret_valid_until: overlap } = apiKey;
  const limit = apiKey.limits.gpu_seconds_per_day;
  const alerts: ReactNode[] = [];
  if (end !== null && Date.parse(end) - now < SOON_MS)
    alerts.push(
      <>
        {apiKey.state === 'expired' ? words.expired : words.expires} <TimeAgo iso={end} />.
      </>,
    );
  if (overlap !== null)
    alerts.push(
      <>
        {text.keysPage.overlap} <TimeAgo iso={overlap} />.
      </>,
    );
  if (today && today.refusals > 0) alerts.push(words.refusals(today.refusals));
  if (today && limit !== null && today.gpu_seconds >= limit) alerts.push(words.gpu(limit));
  for (const { day, jobs, usual } of unusualDays(days).reverse())
    alerts.push(words.unusual(day, jobs, usual));
  return (
    <section>
      <Title order={3} size="h6" mb="xs">
        {words.title}
      </Title>
      {alerts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.none}
        </Text>
      ) : (
        <Stack gap="xs" component="ul" className={classes.alerts}>
          {alerts.map((alert, index) => (
            <li key={index}>{alert}</li>
          ))}
        </Stack>
      )}
    </section>
  );
}
