// What the lists show where they have no rows, or old ones.
import { Skeleton, Stack, Text } from '@mantine/core';
import { AfterAMoment } from '../../components/loading';
import { Problem } from '../../components/problem';
import { sayRelative } from '../../lib/times';
import { useNow } from '../../lib/use-now';
import { text } from '../../text';

interface BrokenProps {
  error: Error;
  /** Of what is shown; 0: nothing is. */
  readAtMs: number;
  onRetry: () => void;
}

export function Broken({ error, readAtMs, onRetry }: BrokenProps) {
  const now = useNow();
  if (!readAtMs) return <Problem error={error} onRetry={onRetry} />;
  return (
    <Text size="xs" role="status" my="xs">
      {text.queuePage.stale(sayRelative(new Date(readAtMs).toISOString(), now))}
    </Text>
  );
}

export function Nothing({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed" py="md">
      {children}
    </Text>
  );
}

export function BlankRows() {
  return (
    <AfterAMoment>
      <Stack gap={1}>
        {Array.from({ length: 6 }, (_none, row) => (
          <Skeleton key={row} h={55} radius={0} />
        ))}
      </Stack>
    </AfterAMoment>
  );
}
