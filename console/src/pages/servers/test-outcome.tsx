import { Group, Loader, Text } from '@mantine/core';
import { messageOf } from '../../api/problem';
import type { ServerTest } from '../../api/queries/server-changes';
import { Outcome } from '../../components/outcome';
import { shortModelName } from '../../lib/model-names';
import { text } from '../../text';

interface Test {
  data: ServerTest | undefined;
  error: Error | null;
  isPending: boolean;
  reset: () => void;
}

/** What one look at a server found: how it is, or what is wrong and what to change. */
export function TestOutcome({ test }: { test: Test }) {
  const words = text.serversPage.test;
  const { data, error } = test;
  return (
    <div role="status">
      {test.isPending && (
        <Group gap="xs" wrap="nowrap">
          <Loader size="xs" />
          <Text size="xs" c="dimmed">
            {words.running}
          </Text>
        </Group>
      )}
      {!test.isPending && (data || error) && (
        <Outcome good={data?.ok === true} title={data?.ok ? words.ok : words.bad} onClose={test.reset}>
          {data ? (data.problem ?? factsOf(data)) : messageOf(error)}
        </Outcome>
      )}
    </div>
  );
}

function factsOf(test: ServerTest): string {
  const words = text.serversPage.test;
  return [
    words.answered(test.latency_ms),
    test.version,
    test.loaded_checkpoint && words.loaded(shortModelName(test.loaded_checkpoint)),
    test.busy_elsewhere === true && words.somebodyElse,
  ]
    .filter(Boolean)
    .join('; ');
}
