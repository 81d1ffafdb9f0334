import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { NewDelivery } from './delivery.js';
import { EventsCursorRepository, type EventPage } from './events-cursor.repository.js';
import type { Listener } from './subscription.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

/** Events in, deliveries out, and the place in between: what the planner works on. */
@Injectable()
export class PlanRepository {
  constructor(
    private readonly database: Database,
    private readonly cursor: EventsCursorRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly subscribers: SubscriptionsRepository,
  ) {}

  load(): Promise<number> {
    return this.cursor.load();
  }

  page(after: number, limit: number): Promise<EventPage> {
    return this.cursor.page(after, limit);
  }

  /** Those that may want to hear something. */
  subscriptions(): Promise<Listener[]> {
    return this.subscribers.listeners();
  }

  /** Messages and place together, or neither. */
  store(messages: NewDelivery[], cursor: number): Promise<void> {
    return this.database.write(async () => {
      await this.deliveries.add(messages);
      await this.cursor.store(cursor);
    });
  }
}
