import { Injectable } from '@nestjs/common';
import type { DeliveryRow } from './delivery.js';
import { Receivers, type Receiver } from './receivers.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

/** Finds the receiver of a delivery as it is now: addresses and secrets may have changed since it was planned. */
@Injectable()
export class ReceiverDirectory {
  constructor(
    private readonly subscriptions: SubscriptionsRepository,
    private readonly receivers: Receivers,
  ) {}

  /** A function, as opening the secrets may fail; undefined when the subscription is gone. */
  async of(delivery: DeliveryRow): Promise<(() => Receiver) | undefined> {
    if (delivery.subscription_id === null) return () => this.receivers.ofTarget(delivery.target_json ?? '');
    const row = await this.subscriptions.find(delivery.subscription_id);
    return row && (() => this.receivers.ofSubscription(row));
  }
}
