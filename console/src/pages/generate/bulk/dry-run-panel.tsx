import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { messageOf } from '../../../api/problem';
import type { DryRun } from '../../../api/queries/generate';
import { sayRange } from '../../../lib/times';
import { text } from '../../../text';
import { sampleLine } from './sample-line';
import classes from './bulk.module.css';

interface Props {
  of: { data: DryRun | undefined; error: Error | null };
  isWhole: boolean;
}

/** How many, how long, what the first ones would be, and what is wrong. */
export function DryRunPanel({ of: { data, error }, isWhole }: Props) {
  if (!isWhole) return <Text c="dimmed">{text.generate.bulkNotWhole}</Text>;
  if (error)
    return (
      <Alert color="red" variant="light" icon={<IconAlertTriangle />}>
        {messageOf(error)}
      </Alert>
    );
  return (
    <section className={classes.dry} aria-label={text.generate.dryRun} aria-live="polite">
      <Text fw={600}>{data ? text.counts.jobs(data.total_jobs) : text.generate.bulkCounting}</Text>
      {data && (
        <Text size="sm" c="dimmed">
          {data.eta ? text.generate.bulkEta(sayRange(data.eta.low, data.eta.high)) : text.generate.bulkNoEta}
        </Text>
      )}
      {data && data.problems.length > 0 && <Problems problems={data.problems} />}
      {data && data.problems.length === 0 && <Sample data={data} />}
    </section>
  );
}

function Problems({ problems }: { problems: DryRun['problems'] }) {
  return (
    <ul className={classes.problems}>
      {problems.map(({ path, line, message, jobs }) => (
        <li key={`${line} ${path} ${message}`}>{text.generate.bulkProblem(line, path, message, jobs)}</li>
      ))}
    </ul>
  );
}

function Sample({ data }: { data: DryRun }) {
  return (
    <ol className={classes.sample} aria-label={text.generate.sample}>
      {data.sample.map(({ generation_params: params }, index) => {
        const { prompt, rest } = sampleLine(params, data.sample[0]?.generation_params ?? {}, index === 0);
        return (
          <li key={index}>
            <Text size="xs" lineClamp={2}>
              {prompt}
            </Text>
            <Text size="xs" c="dimmed" lineClamp={1}>
              {rest}
            </Text>
          </li>
        );
      })}
      {data.total_jobs > data.sample.length && (
        <Text size="xs" c="dimmed">
          {text.generate.andMore(data.total_jobs - data.sample.length)}
        </Text>
      )}
    </ol>
  );
}
