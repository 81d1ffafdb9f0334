import { Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useKeyUsage, type UsageDay } from '../../api/queries/api-keys';
import { DayBars } from '../../components/day-bars';
import { Loading } from '../../components/loading';
import { sayDuration } from '../../lib/times';
import { text } from '../../text';
import { MEASURES, totalOf, type Measure } from './usage';
import classes from './keys.module.css';

const PERIODS = [7, 30, 90];

/** What a key did, day by day. */
export function KeyUsage({ keyId }: { keyId: number }) {
  const [days, setDays] = useState(30);
  const [measure, setMeasure] = useState<Measure>('requests');
  const usage = useKeyUsage(keyId, days);
  const words = text.keysPage.usage;
  return (
    <section>
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={3} size="h6">
            {words.title}
          </Title>
          <SegmentedControl
            size="xs"
            aria-label={words.days}
            data={PERIODS.map((period) => ({ value: String(period), label: words.period(period) }))}
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
          />
        </Group>
        <div className={classes.scroll}>
          <SegmentedControl
            size="xs"
            aria-label={words.measure}
            data={MEASURES.map((one) => ({ value: one, label: words.measures[one] }))}
            value={measure}
            onChange={setMeasure}
          />
        </div>
        <Loading of={usage} skeleton={<Skeleton h={140} />}>
          {(known) => <Chart days={known} measure={measure} />}
        </Loading>
      </Stack>
    </section>
  );
}

function Chart({ days, measure }: { days: UsageDay[]; measure: Measure }) {
  const words = text.keysPage.usage;
  const say = (value: number): string =>
    measure === 'gpu_seconds' ? sayDuration(value) : value.toLocaleString('en');
  const total = totalOf(days, measure);
  return (
    <>
      <DayBars
        label={words.chart(words.measures[measure])}
        dayLabel={words.day}
        valueLabel={words.measures[measure]}
        bars={days.map((day) => ({ day: day.day, value: day[measure], words: say(day[measure]) }))}
      />
      <Text size="xs" c="dimmed">
        {total === 0 ? words.nothing : words.total(`${words.measures[measure]}: ${say(total)}`, days.length)}
      </Text>
    </>
  );
}
