import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryRow } from './delivery.js';
import { PROBE_EVERY_MS } from './outcomes.repository.js';
import { Receivers, type Receiver } from './receivers.js';
import type { Listener } from './subscription.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

/**
 * Finds the receiver of a delivery as it is now: addresses, secrets and the rights of a key may have changed since it
 * was planned. What may not be sent any more is put away here.
 */
@Injectable()
export class ReceiverDirectory {
  constructor(
    private readonly subscriptions: SubscriptionsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly receivers: Receivers,
    private readonly clock: Clock,
  ) {}

  /** A function, as opening the secrets may fail; undefined when nobody may be told. */
  async of(delivery: DeliveryRow): Promise<(() => Receiver) | undefined> {
    if (delivery.subscription_id === null) return () => this.receivers.ofTarget(delivery.target_json ?? '');
    const row = await this.subscriptions.listener(delivery.subscription_id);
    if (row && maySend(row, delivery)) return () => this.receivers.ofSubscription(row);
    if (row) await this.putAway(row, delivery);
    return undefined;
  }

  /** What a key may not hear for now waits as in a pause: it is looked at again now and then. */
  private async putAway(row: Listener, delivery: DeliveryRow): Promise<void> {
    if (!row.key_exists) await this.subscriptions.delete(row.id);
    else if (row.key_holds) await this.deliveries.drop(delivery, 'its key has no longer the scope admin');
    else
      await this.subscriptions.update(row.id, {
        pause_reason: 'its API key is switched off or has expired',
        paused_until: this.clock.isoIn(PROBE_EVERY_MS),
      });
  }
}

/** A delivery without a key was planned because its subscription heard everything. */
function maySend(row: Listener, delivery: DeliveryRow): boolean {
  return row.key_holds === 1 && (row.hears_everything === 1 || delivery.api_key_id !== null);
}
