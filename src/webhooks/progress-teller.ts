// Progress of running jobs for those who asked for it: not stored as an event, told at most every five seconds for each
// job, and only the newest. One try; what fails is dropped.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { errorText } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { AppEvent } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';
import { ProgressMessages } from './progress-messages.js';

export const TELL_EVERY_MS = 5_000;

@Injectable()
export class ProgressTeller implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Webhooks');
  private listening: Subscription | undefined;
  /** When a job's progress was looked at last, by `performance.now()`. */
  private readonly lookedAt = new Map<string, number>();

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'STABLEQUEUE_ROLE'>,
    private readonly events: EventBus,
    private readonly messages: ProgressMessages,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.STABLEQUEUE_ROLE !== 'all') return;
    this.listening = this.events.events$.subscribe((event) => this.hear(event));
  }

  onModuleDestroy(): void {
    this.listening?.unsubscribe();
  }

  private hear(event: AppEvent): void {
    if (!event.jobId) return;
    if (event.seq !== null) {
      if (event.type !== 'job.updated') this.lookedAt.delete(event.jobId);
      return;
    }
    const now = performance.now();
    if (event.type !== 'job.progress' || now - (this.lookedAt.get(event.jobId) ?? -Infinity) < TELL_EVERY_MS)
      return;
    this.lookedAt.set(event.jobId, now);
    this.messages.tell(event).catch((error: unknown) => {
      // Safe to go on: the next progress is told in five seconds, and the end of the job by the planner.
      this.logger.warn(`Progress could not be told: ${errorText(error)}`, { jobId: event.jobId });
    });
  }
}
