import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { EventsRepository } from './events.repository.js';

const KEEP_MS = 24 * 3600_000;
const PER_BITE = 2_000;

/** Keeps one day of events for replay. */
@Injectable()
export class EventsPruner {
  constructor(
    private readonly events: EventsRepository,
    private readonly clock: Clock,
  ) {}

  @ScheduledTask({
    name: 'prune-events',
    description: 'Forgets events older than a day that webhooks have heard of.',
    everyMs: 10 * 60_000,
  })
  async prune(): Promise<void> {
    while ((await this.events.prune(this.clock.isoIn(-KEEP_MS), PER_BITE)) === PER_BITE);
  }
}
