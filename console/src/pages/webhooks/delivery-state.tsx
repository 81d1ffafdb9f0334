import type { DeliveryStatus } from '../../api/queries/deliveries';
import { StateMark, type JobState } from '../../components/state-mark';
import { text } from '../../text';

const LOOKS: Record<DeliveryStatus, JobState> = {
  pending: 'pending',
  delivered: 'completed',
  failed: 'failed',
  dropped: 'cancelled',
};

export function DeliveryState({ status }: { status: DeliveryStatus }) {
  return <StateMark state={LOOKS[status]} label={text.webhooksPage.log.statuses[status]} />;
}
