// Forecasts look at the queue as it was a moment ago; what changes it makes them look again.
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { filter, type Subscription } from 'rxjs';
import { EventBus } from '../events/event-bus.js';
import { StartEstimate } from './start-estimate.js';

@Injectable()
export class FrontRefresh implements OnModuleInit, OnModuleDestroy {
  private listening?: Subscription;

  constructor(
    private readonly events: EventBus,
    private readonly estimate: StartEstimate,
  ) {}

  onModuleInit(): void {
    const stored = this.events.events$.pipe(
      filter(({ seq, type }) => seq !== null && /^(job|server|queue)\./.test(type)),
    );
    this.listening = stored.subscribe(({ type }) =>
      this.estimate.lookAgain(type === 'job.created' ? 'soon' : 'now'),
    );
  }

  onModuleDestroy(): void {
    this.listening?.unsubscribe();
  }
}
