// The test button: one message at once, past the queue, and what came of it.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { ConflictError } from '../common/errors.js';
import type { WebhookTestDto } from './delivery.dto.js';
import { DeliverySender } from './delivery-sender.js';
import { isSuccess } from './judge-try.js';
import { Receivers } from './receivers.js';
import type { SubscriptionRow } from './subscription.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { presentTry } from './webhook-presenter.js';

/** Tests go past the queue and its places, so they have places of their own. */
const AT_ONCE_FOR_ONE_CALLER = 4;

@Injectable()
export class TestPing {
  /** Subscriptions that are being tested, and by whom. */
  private readonly running = new Map<string, string>();

  constructor(
    private readonly subscriptions: SubscriptionsService,
    private readonly receivers: Receivers,
    private readonly sender: DeliverySender,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError, ConflictError `test_running` */
  async send(id: string, who: Principal): Promise<WebhookTestDto> {
    const row = await this.subscriptions.find(id, who);
    const ofCaller = [...this.running.values()].filter((owner) => owner === who.owner).length;
    if (this.running.has(id) || ofCaller >= AT_ONCE_FOR_ONE_CALLER)
      throw new ConflictError('test_running', 'A test is still waiting for its answer: try again after it.');
    this.running.set(id, who.owner);
    try {
      return await this.ping(row, who);
    } finally {
      this.running.delete(id);
    }
  }

  private async ping(row: SubscriptionRow, who: Principal): Promise<WebhookTestDto> {
    const payload = {
      type: 'test.ping',
      timestamp: this.clock.iso(),
      data: { message: `A test of the webhook "${row.name}".`, webhook_id: row.id },
    };
    const message = {
      id: `msg_${randomBytes(12).toString('hex')}`,
      payloadJson: JSON.stringify(payload),
    };
    const never = new AbortController().signal;
    const tried = await this.sender.send(message, () => this.receivers.ofSubscription(row), never);
    return { delivered: isSuccess(tried.status), result: presentTry(tried, who.can('admin')) };
  }
}
