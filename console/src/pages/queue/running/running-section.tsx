import { Stack } from '@mantine/core';
import { useQueueState } from '../../../api/queries/queue';
import { BandSection } from '../band-section';
import type { QueueFilter } from '../filter/queue-filter';
import { RunningBand } from './running-band';

export function RunningSection(props: { filter: QueueFilter; onCancel: (id: string) => void }) {
  const { data: queue } = useQueueState();
  return (
    <BandSection id="running" count={queue?.jobs.processing}>
      <Stack mt="sm">
        <RunningBand {...props} />
      </Stack>
    </BandSection>
  );
}
