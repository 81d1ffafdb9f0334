import { Text } from '@mantine/core';
import type { Server } from '../../api/queries/servers';
import { TimeAgo } from '../../components/time-ago';
import { text } from '../../text';

/** How a server fares whose jobs have failed; nothing while all is well. */
export function CircuitLine({ circuit }: { circuit: Server['health']['circuit'] }) {
  const words = text.serversPage.circuit;
  if (circuit.state === 'half_open') return <Text size="xs">{words.halfOpen}</Text>;
  if (circuit.state === 'open')
    return (
      <Text size="xs">
        {words.open(circuit.failures)} {circuit.retry_at !== null && <TimeAgo iso={circuit.retry_at} />}.
      </Text>
    );
  if (circuit.failures === 0) return null;
  return (
    <Text size="xs" c="dimmed">
      {words.failures(circuit.failures)}
    </Text>
  );
}
