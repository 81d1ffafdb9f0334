// The test button: one message at once, past the queue, and what came of it.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import type { WebhookTestDto } from './delivery.dto.js';
import { DeliverySender } from './delivery-sender.js';
import { isSuccess } from './judge-try.js';
import { Receivers } from './receivers.js';
import { SubscriptionsService } from './subscriptions.service.js';
import { presentTry } from './webhook-presenter.js';

@Injectable()
export class TestPing {
  constructor(
    private readonly subscriptions: SubscriptionsService,
    private readonly receivers: Receivers,
    private readonly sender: DeliverySender,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundError */
  async send(id: string, who: Principal): Promise<WebhookTestDto> {
    const row = await this.subscriptions.find(id, who);
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
