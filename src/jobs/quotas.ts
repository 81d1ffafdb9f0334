// What the queue asks of the quotas of keys.
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { QuotaBook } from '../api-keys/quota-book.js';
import { JobSignals } from './job-signals.js';

export type Quotas = Pick<QuotaBook, 'current' | 'of'>;

/** A limit that was raised, or a new day, may let jobs run. */
@Injectable()
export class QuotaWakeUps implements OnModuleInit, OnModuleDestroy {
  private listening?: Subscription;

  constructor(
    private readonly quotas: QuotaBook,
    private readonly signals: JobSignals,
  ) {}

  onModuleInit(): void {
    this.listening = this.quotas.changed$.subscribe(() => this.signals.work$.next());
  }

  onModuleDestroy(): void {
    this.listening?.unsubscribe();
  }
}
