import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliverySignals } from './delivery-signals.js';
import { PROBE_EVERY_MS } from './outcomes.repository.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

const DAY_MS = 24 * 3600_000;
const KEEP_DELIVERED_MS = 7 * DAY_MS;
const KEEP_OTHERS_MS = 30 * DAY_MS;
const PER_BITE = 500;

/** What becomes of webhooks with time: old log entries go, paused receivers are tried now and then. */
@Injectable()
export class WebhooksPruner {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE'>,
    private readonly deliveries: DeliveriesRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly signals: DeliverySignals,
    private readonly clock: Clock,
  ) {}

  @ScheduledTask({
    name: 'prune-webhooks',
    description: 'Forgets deliveries of webhooks: those that arrived after 7 days, others after 30.',
    everyMs: 10 * 60_000,
  })
  async prune(): Promise<void> {
    const delivered = this.clock.isoIn(-KEEP_DELIVERED_MS);
    const others = this.clock.isoIn(-KEEP_OTHERS_MS);
    await this.subscriptions.deleteOrphans();
    while ((await this.deliveries.prune(delivered, others, PER_BITE)) === PER_BITE);
  }

  @ScheduledTask({
    name: 'probe-paused-webhooks',
    description: 'Lets one message try whether a receiver that had failed answers again.',
    everyMs: 60_000,
  })
  async probe(): Promise<void> {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    if ((await this.subscriptions.probePaused(PROBE_EVERY_MS)) > 0) this.signals.work$.next();
  }
}
