// Wakes whoever waits for the end of a job. One listener of the bus for all of them; nobody polls.
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { EventBus } from '../../../events/event-bus.js';

const ENDS = new Set(['job.completed', 'job.failed', 'job.cancelled', 'job.deleted']);

@Injectable()
export class JobEndings implements OnModuleDestroy {
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly subscription: Subscription;

  constructor(bus: EventBus) {
    this.subscription = bus.events$.subscribe((event) => {
      if (event.jobId && ENDS.has(event.type)) this.wake(event.jobId);
    });
  }

  onModuleDestroy(): void {
    this.subscription.unsubscribe();
  }

  /**
   * Resolves once `hasEnded` says so, which is asked at first (the job may have ended meanwhile) and after each sign of
   * an end; or when the signal is aborted. Rejects with what `hasEnded` throws.
   */
  async wait(jobId: string, hasEnded: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const onSign = (): void => wake();
    // Listens before it looks: an end in between is not missed.
    let sign = new Promise<void>((resolve) => (wake = resolve));
    const leave = this.enter(jobId, onSign);
    signal.addEventListener('abort', onSign, { once: true });
    try {
      while (!signal.aborted && !(await hasEnded())) {
        if (signal.aborted) return;
        await sign;
        sign = new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      leave();
      signal.removeEventListener('abort', onSign);
    }
  }

  private enter(jobId: string, listener: () => void): () => void {
    const listeners = this.waiting.get(jobId) ?? new Set();
    this.waiting.set(jobId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.waiting.get(jobId) === listeners) this.waiting.delete(jobId);
    };
  }

  private wake(jobId: string): void {
    for (const listener of [...(this.waiting.get(jobId) ?? [])]) listener();
  }
}
