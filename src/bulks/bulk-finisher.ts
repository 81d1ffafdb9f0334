// Tells when the last job of a bulk has ended, once. Hears of it from the events; what a crash left untold is found at
// the next start. A retry opens the bulk again in the statement that puts the job back (a trigger), so the next end is
// told anew.
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { errorText } from '../common/errors.js';
import { EventBus } from '../events/event-bus.js';
import { BulksRepository } from './bulks.repository.js';

const ENDS: readonly string[] = ['job.completed', 'job.failed', 'job.cancelled', 'job.deleted'];
const PER_SWEEP = 500;

@Injectable()
export class BulkFinisher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Bulks');
  /** Bulks to look at; a thousand jobs that end together make one look. */
  private readonly waiting = new Set<string>();
  private work: Promise<void> | undefined;
  private subscription?: Subscription;

  constructor(
    private readonly bulks: BulksRepository,
    private readonly events: EventBus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscription = this.events.events$.subscribe(({ type, bulkJobId }) => {
      if (bulkJobId && ENDS.includes(type)) this.look(bulkJobId);
    });
    for (const id of await this.bulks.endedUntold(PER_SWEEP)) this.look(id);
    await this.work;
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    await this.work;
  }

  private look(id: string): void {
    this.waiting.add(id);
    this.work ??= this.finishWaiting();
  }

  private async finishWaiting(): Promise<void> {
    for (let next = this.next(); next !== undefined; next = this.next()) {
      const id = next;
      try {
        await this.bulks.finish(id);
      } catch (error) {
        // Safe to go on: the next job that ends, or the next start, looks again.
        this.logger.error(`Cannot tell the end of bulk ${id}: ${errorText(error)}`);
      }
    }
    this.work = undefined;
  }

  private next(): string | undefined {
    const [id] = this.waiting;
    if (id !== undefined) this.waiting.delete(id);
    return id;
  }
}
