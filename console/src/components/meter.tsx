import { Group, Text } from '@mantine/core';
import classes from './meter.module.css';

interface Props {
  label: string;
  used: number;
  total: number;
  /** "9.1 of 24 GB". */
  words: string;
}

/** How much of something is taken. */
export function Meter({ label, used, total, words }: Props) {
  const part = total > 0 ? Math.min(1, used / total) : 0;
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {words}
        </Text>
      </Group>
      <div
        className={classes.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(part * 100)}
        aria-valuetext={words}
      >
        <div className={classes.bar} style={{ transform: `scaleX(${part})` }} />
      </div>
    </div>
  );
}
