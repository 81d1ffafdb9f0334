import { Injectable } from '@nestjs/common';
import type { AppEvent } from '../events/app-event.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliverySignals } from './delivery-signals.js';
import { MessageMaker } from './message-maker.js';
import { PlanRepository } from './plan.repository.js';

/** From an event of progress to the queue of deliveries. */
@Injectable()
export class ProgressMessages {
  constructor(
    private readonly plan: PlanRepository,
    private readonly maker: MessageMaker,
    private readonly deliveries: DeliveriesRepository,
    private readonly signals: DeliverySignals,
  ) {}

  async tell(event: AppEvent): Promise<void> {
    const messages = await this.maker.messagesOf([event], await this.plan.subscriptions());
    for (const message of messages) await this.deliveries.addLatest(message, this.signals.underWay());
    if (messages.length) this.signals.work$.next();
  }
}
