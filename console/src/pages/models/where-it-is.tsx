import { Text } from '@mantine/core';
import { StateMark } from '../../components/state-mark';
import { text } from '../../text';
import type { Model } from './merge-models';

/** Which servers have it, and where it lies in the GPU's memory now. */
export function WhereItIs({ model, servers }: { model: Model; servers: string[] }) {
  const words = text.modelsPage;
  const isEverywhere = servers.length > 1 && model.servers.length === servers.length;
  return (
    <>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {isEverywhere ? words.onEvery : words.on(model.servers.join(', '))}
      </Text>
      {model.loadedOn.length > 0 && (
        <StateMark state="completed" label={words.loadedOn(model.loadedOn.join(', '))} />
      )}
    </>
  );
}
