// How a webhook fares. Pure.
import type { Webhook } from '../../api/queries/webhooks';

export type WebhookHealth = 'delivers' | 'fails' | 'paused' | 'off' | 'quiet';

export function healthOf(
  { enabled, paused, failures }: Pick<Webhook, 'enabled' | 'paused' | 'failures'>,
  hasDelivered: boolean,
): WebhookHealth {
  if (!enabled) return 'off';
  if (paused) return 'paused';
  if (failures > 0) return 'fails';
  return hasDelivered ? 'delivers' : 'quiet';
}
