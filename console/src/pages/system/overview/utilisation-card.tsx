import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useUtilisation } from '../../../api/queries/system';
import { Loading } from '../../../components/loading';
import { text } from '../../../text';
import { Card } from '../card';
import classes from '../system.module.css';

const UtilisationChart = lazy(() =>
  import('../statistics/utilisation-chart').then((module) => ({ default: module.UtilisationChart })),
);
const words = text.system;
const HOUR = '60';
const DAY = '1440';

/** How busy each server was, stacked. */
export function UtilisationCard() {
  const [minutes, setMinutes] = useState(HOUR);
  const reading = useUtilisation(Number(minutes));
  return (
    <Card title={words.utilisation}>
      <SegmentedControl
        aria-label={words.span}
        value={minutes}
        onChange={setMinutes}
        mb="sm"
        data={[
          { value: HOUR, label: words.lastHour },
          { value: DAY, label: words.lastDay },
        ]}
      />
      <Loading of={reading} skeleton={<Skeleton className={classes.chart} />}>
        {(utilisation) =>
          utilisation.servers.length ? (
            <>
              <Suspense fallback={<Skeleton className={classes.chart} />}>
                <UtilisationChart utilisation={utilisation} />
              </Suspense>
              {utilisation.servers.map((server) => (
                <Text key={server.server_alias} size="xs" c="dimmed">
                  {words.busyNow(
                    server.server_alias,
                    server.jobs_last_hour,
                    server.images_last_hour,
                    server.waiting,
                  )}
                </Text>
              ))}
            </>
          ) : (
            <Text size="sm" c="dimmed">
              {words.noServers}
            </Text>
          )
        }
      </Loading>
    </Card>
  );
}
