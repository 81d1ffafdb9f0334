import { Text } from '@mantine/core';
import { useQueueState } from '../../../api/queries/queue';
import { sayDuration, sayRange } from '../../../lib/times';
import { text } from '../../../text';
import { useDraft } from '../draft/draft-store';
import { useCandidates } from '../form/use-lists';
import { useEstimate } from './use-estimate';

/** "about 40 s, starts in 2 min on lab-4090", or why nothing can be said. */
export function EstimateLine() {
  const copies = useDraft('copies');
  const estimate = useEstimate();
  const { data: queue } = useQueueState();
  const candidates = useCandidates();
  const ready = candidates.filter(({ not_available: reason }) => reason === null);
  const say = (): string => {
    if (!candidates.length) return text.generate.noServerForIt;
    if (queue?.paused) return text.queueState.paused;
    if (!ready.length) return candidates[0]!.not_available!.message;
    const where = ready.length === 1 ? ready[0]!.alias : text.generate.oneOf(ready.length);
    if (!estimate) return text.generate.noEstimate(where);
    if (copies > 1)
      return text.generate.allDone(copies, sayRange(estimate.done.low, estimate.done.high), where);
    const takes = sayRange(estimate.each.low, estimate.each.high);
    return text.generate.estimate(takes, estimate.start > 0 ? sayDuration(estimate.start) : null, where);
  };
  return (
    <Text size="xs" c="dimmed" truncate>
      {say()}
    </Text>
  );
}
