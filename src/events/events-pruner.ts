import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../common/clock.js';
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

  @Interval('prune-events', 10 * 60_000)
  async prune(): Promise<void> {
    while ((await this.events.prune(this.clock.isoIn(-KEEP_MS), PER_BITE)) === PER_BITE);
  }
}
