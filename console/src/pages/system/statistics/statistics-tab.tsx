import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useStatistics, type Statistics } from '../../../api/queries/system';
import { Facts } from '../../../components/facts';
import { Loading } from '../../../components/loading';
import { sayDuration } from '../../../lib/times';
import { text } from '../../../text';
import { Card } from '../card';
import classes from '../system.module.css';
import { gpuRows, outcomeRows, outcomeTotals, shadeOf } from './chart-rows';
import { STILL_BARS } from './still';

const words = text.system.statistics;
const SPANS = [
  { value: '7', label: words.week },
  { value: '30', label: words.month },
  { value: '90', label: words.quarter },
];
const OUTCOMES = [
  { name: 'completed', label: text.states.completed, color: 'var(--state-done)' },
  { name: 'failed', label: text.states.failed, color: 'var(--state-failed)' },
  { name: 'cancelled', label: text.states.cancelled, color: 'var(--state-cancelled)' },
];

export function StatisticsTab() {
  const [days, setDays] = useState('30');
  const reading = useStatistics(Number(days));
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={words.span}
        value={days}
        onChange={setDays}
        data={SPANS}
        w="fit-content"
      />
      <Loading of={reading}>
        {(statistics) => (
          <>
            <Outcomes statistics={statistics} />
            <GpuTime statistics={statistics} />
            <div className={classes.cards}>
              <Keys statistics={statistics} />
              <Waits statistics={statistics} />
              <Failures statistics={statistics} />
            </div>
          </>
        )}
      </Loading>
    </Stack>
  );
}

interface Part {
  statistics: Statistics;
}

function Outcomes({ statistics }: Part) {
  const { done, failed, cancelled } = outcomeTotals(statistics);
  const summary = words.outcomesSummary(done, failed, cancelled);
  return (
    <Card title={words.outcomes}>
      <figure className={classes.figure} aria-label={summary}>
        <BarChart
          {...STILL_BARS}
          className={classes.chart}
          data={outcomeRows(statistics)}
          dataKey="day"
          type="stacked"
          series={OUTCOMES}
          yAxisProps={{ allowDecimals: false }}
        />
      </figure>
      <Text size="sm" c="dimmed">
        {summary}
      </Text>
    </Card>
  );
}

function GpuTime({ statistics }: Part) {
  const { servers } = statistics;
  const { rows, unit } = gpuRows(statistics);
  return (
    <Card title={words.gpuTime}>
      {servers.length ? (
        <>
          <figure className={classes.figure} aria-label={words.gpuTime}>
            <BarChart
              {...STILL_BARS}
              className={classes.chart}
              data={rows}
              dataKey="day"
              type="stacked"
              unit={unit}
              series={servers.map(({ server_alias }, at) => ({ name: server_alias, color: shadeOf(at) }))}
            />
          </figure>
          <Facts
            of={servers.map(({ server_alias, jobs, gpu_seconds }) => [
              server_alias,
              words.usage(jobs, sayDuration(gpu_seconds)),
            ])}
          />
        </>
      ) : (
        <Nothing />
      )}
    </Card>
  );
}

function Keys({ statistics: { keys } }: Part) {
  return (
    <Card title={words.byKey}>
      {keys.length ? (
        <Facts
          of={keys.map(({ name, jobs, gpu_seconds }) => [name, words.usage(jobs, sayDuration(gpu_seconds))])}
        />
      ) : (
        <Nothing />
      )}
    </Card>
  );
}

function Waits({ statistics: { wait } }: Part) {
  const say = (seconds: number | null): string => (seconds === null ? words.unknown : sayDuration(seconds));
  return (
    <Card title={words.wait}>
      <Facts
        of={[
          [words.mean, say(wait.mean_seconds)],
          [words.median, say(wait.p50_seconds)],
          [words.slow, say(wait.p95_seconds)],
        ]}
      />
    </Card>
  );
}

function Failures({ statistics: { failures } }: Part) {
  return (
    <Card title={words.failures}>
      {failures.length ? (
        <ul className={classes.rows}>
          {failures.map(({ code, count, example_message }) => (
            <li key={code} className={classes.row}>
              <div className={classes.words}>
                <Text size="sm" fw={600}>
                  {code}
                </Text>
                <Text size="xs" c="dimmed" lineClamp={2}>
                  {example_message}
                </Text>
              </div>
              <Text size="sm">{words.times(count)}</Text>
            </li>
          ))}
        </ul>
      ) : (
        <Text size="sm" c="dimmed">
          {words.noFailures}
        </Text>
      )}
    </Card>
  );
}

function Nothing() {
  return (
    <Text size="sm" c="dimmed">
      {words.nothing}
    </Text>
  );
}
