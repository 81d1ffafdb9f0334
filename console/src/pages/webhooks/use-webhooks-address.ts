import { useNavigate, useSearch } from '@tanstack/react-router';
import type { DeliveryFilter, DeliveryStatus } from '../../api/queries/deliveries';

export const STATUSES: readonly DeliveryStatus[] = ['pending', 'delivered', 'failed', 'dropped'];

export interface WebhooksAddress extends DeliveryFilter {
  tab: 'webhooks' | 'log';
  /** The delivery whose sheet is open. */
  delivery: string | null;
}

/** `?tab=log&webhook=wh_1&status=failed&job=…&delivery=msg_1`. */
export function useWebhooksAddress(): [WebhooksAddress, (change: Partial<WebhooksAddress>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const address: WebhooksAddress = {
    tab: search['tab'] === 'log' ? 'log' : 'webhooks',
    webhook: asText(search['webhook']) || null,
    status: STATUSES.find((status) => status === search['status']) ?? null,
    jobId: asText(search['job']),
    delivery: asText(search['delivery']) || null,
  };
  const go = (change: Partial<WebhooksAddress>): void => {
    const { tab, webhook, status, jobId, delivery } = { ...address, ...change };
    const wanted = {
      ...(tab === 'log' && { tab }),
      ...(webhook !== null && { webhook }),
      ...(status !== null && { status }),
      ...(jobId && { job: jobId }),
      ...(delivery !== null && { delivery }),
    };
    void navigate({ to: '/webhooks', search: wanted as never, replace: 'jobId' in change });
  };
  return [address, go];
}

/** A value of digits comes as a number. */
function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}
