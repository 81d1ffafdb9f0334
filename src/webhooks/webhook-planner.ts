// Turns stored events into deliveries, each exactly once: the messages of a page of events and the place in the events
// are stored in one write, so a kill at any moment loses nothing. Sending them is `delivery-worker.ts`.
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { errorText } from '../common/errors.js';
import { pause } from '../common/pause.js';
import { ScheduledTask } from '../common/tasks/scheduled-task.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { EventBus } from '../events/event-bus.js';
import { DeliverySignals } from './delivery-signals.js';
import { MessageMaker } from './message-maker.js';
import { PlanRepository } from './plan.repository.js';
import { isPlanned } from './webhook-events.js';

const PAGE = 100;
const AGAIN_AFTER_MS = 1_000;
const AT_LEAST_EVERY_MS = 60_000;

@Injectable()
export class WebhookPlanner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private readonly stopping = new AbortController();
  private listening: Subscription | undefined;
  private cursor: number | undefined;
  private storedCursor = 0;
  private wanted = false;
  private working: Promise<void> | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE'>,
    private readonly events: EventBus,
    private readonly plan: PlanRepository,
    private readonly maker: MessageMaker,
    private readonly signals: DeliverySignals,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    this.cursor = this.storedCursor = await this.plan.load();
    this.listening = this.events.events$.subscribe((event) => {
      if (event.seq !== null && isPlanned(event.type)) this.look();
    });
    this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.listening?.unsubscribe();
    this.stopping.abort();
    await this.working;
  }

  /** Moves the stored place on when only events came that nobody hears of, so that these can be pruned. */
  @ScheduledTask({
    name: 'webhooks-cursor',
    description: 'Looks for events that webhooks have still to be told of, and notes how far it got.',
    everyMs: AT_LEAST_EVERY_MS,
  })
  async keepUp(): Promise<void> {
    if (this.cursor === undefined || this.stopping.signal.aborted) return;
    this.look();
    await this.working;
    if (this.cursor > this.storedCursor) await this.store(this.cursor);
  }

  private look(): void {
    this.wanted = true;
    this.working ??= this.work().finally(() => {
      this.working = undefined;
      // It may have been wanted again after the last look and before this moment.
      if (this.wanted && !this.stopping.signal.aborted) this.look();
    });
  }

  /** Until nothing is left; what fails is tried again, as nothing may be left out. */
  private async work(): Promise<void> {
    while (this.wanted && !this.stopping.signal.aborted) {
      this.wanted = false;
      try {
        await this.planAll();
      } catch (error) {
        this.logger.error(`Messages could not be planned, trying again: ${errorText(error)}`);
        this.wanted = true;
        await pause(AGAIN_AFTER_MS, this.stopping.signal);
      }
    }
  }

  private async planAll(): Promise<void> {
    for (let more = true; more && !this.stopping.signal.aborted;) {
      const page = await this.plan.page(this.cursor ?? 0, PAGE);
      more = page.more;
      const messages = page.events.length
        ? await this.maker.messagesOf(page.events, await this.plan.subscriptions())
        : [];
      if (messages.length) {
        await this.plan.store(messages, page.end);
        this.storedCursor = page.end;
        this.signals.work$.next();
      }
      this.cursor = page.end;
    }
  }

  private async store(cursor: number): Promise<void> {
    await this.plan.store([], cursor);
    this.storedCursor = cursor;
  }
}
