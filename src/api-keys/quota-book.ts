// How much of the queue each key may take, for those who hand out work. Limits come from the key ring, so they change
// with the keys; GPU seconds of the day are read from `api_key_usage`, whenever a job has ended and now and then.
// It refuses nothing itself: the scheduler and the submit ask it.
import { AsyncResource } from 'node:async_hooks';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Subject, type Observable, type Subscription } from 'rxjs';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import type { AppEvent } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';
import type { ApiKey } from './api-key.js';
import { KeyRing } from './key-ring.js';
import { dayOf, msUntilTomorrow } from './usage-days.js';
import { UsageRepository } from './usage.repository.js';

export interface KeyQuota {
  keyId: number;
  /** Name of the key, for sentences. */
  name: string;
  maxQueued: number | null;
  maxRunning: number | null;
  gpuSecondsPerDay: number | null;
  /** GPU seconds of today (UTC), a few seconds old at most. */
  gpuSecondsToday: number;
  /** What happens to a job beyond a quota: it waits with its reason, or it is refused. */
  onExceed: 'defer' | 'reject';
  /** Most jobs of one bulk; null for the server's limit. */
  maxBulk: number | null;
}

const OLD_AFTER_MS = 5_000;
/** Jobs that end together are counted together. */
const AFTER_A_JOB_MS = 100;
const ENDS: readonly string[] = ['job.completed', 'job.failed', 'job.cancelled', 'job.updated'];

@Injectable()
export class QuotaBook implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Quotas');
  private readonly changed = new Subject<void>();
  /** A key may take more or less than before: other limits, a limit reached, a new day. */
  readonly changed$: Observable<void> = this.changed.asObservable();
  private readonly subscriptions: Subscription[] = [];
  private quotas: readonly KeyQuota[] = [];
  private byKey = new Map<number, KeyQuota>();
  private gpuSeconds = new Map<number, number>();
  private day = '';
  private readAt = -Infinity;
  private reading: Promise<void> | undefined;
  private timers: { day?: NodeJS.Timeout; ended?: NodeJS.Timeout } = {};
  /** A claim asks inside its write, which the reading must not become a part of. */
  private readonly refreshOutside = AsyncResource.bind(() => this.refresh());

  constructor(
    private readonly ring: KeyRing,
    private readonly usage: UsageRepository,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.subscriptions.push(
      this.ring.changes$.subscribe(() => this.rewrite()),
      this.events.events$.subscribe((event) => this.hear(event)),
    );
    this.rewrite();
    this.awaitTomorrow();
  }

  /** Before the first job is handed out. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.hasGpuQuota()) await this.refresh();
  }

  async onModuleDestroy(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    clearTimeout(this.timers.day);
    clearTimeout(this.timers.ended);
    this.changed.complete();
    await this.reading;
  }

  /** Only keys that have any quota. Empty costs nothing; ask again for every decision. */
  current(): readonly KeyQuota[] {
    if (this.quotas.length) this.keepFresh();
    return this.quotas;
  }

  /** Undefined: no quota. */
  of(keyId: number): KeyQuota | undefined {
    if (this.quotas.length) this.keepFresh();
    return this.byKey.get(keyId);
  }

  /** Reads today's GPU seconds now. @throws whatever the database throws */
  async refresh(): Promise<void> {
    const day = dayOf(this.clock.now());
    this.readAt = this.clock.now();
    const seconds = await this.usage.gpuSecondsOn(day);
    this.day = day;
    this.gpuSeconds = seconds;
    this.write();
  }

  private keepFresh(): void {
    if (this.day !== dayOf(this.clock.now())) this.beginDay();
    if (this.clock.now() - this.readAt >= OLD_AFTER_MS) this.refreshSoon();
  }

  private beginDay(): void {
    this.day = dayOf(this.clock.now());
    this.gpuSeconds = new Map();
    this.write();
  }

  private rewrite(): void {
    this.write(true);
    if (this.hasGpuQuota()) this.refreshSoon();
  }

  private refreshSoon(): void {
    if (this.reading || !this.hasGpuQuota()) return;
    this.reading = this.refreshOutside()
      // Safe to go on: the numbers of before are still there, and the next question tries again.
      .catch((error: unknown) => this.logger.error(`GPU seconds cannot be read: ${errorText(error)}`))
      .finally(() => (this.reading = undefined));
  }

  private hear(event: AppEvent): void {
    if (!ENDS.includes(event.type) || typeof event.apiKeyId !== 'number') return;
    const quota = this.byKey.get(event.apiKeyId);
    if (!quota || quota.gpuSecondsPerDay === null) return;
    this.timers.ended ??= setTimeout(() => {
      delete this.timers.ended;
      this.refreshSoon();
    }, AFTER_A_JOB_MS);
  }

  private write(limitsChanged = false): void {
    const before = this.byKey;
    this.quotas = this.ring.all().flatMap((key) => quotaOf(key, this.gpuSeconds.get(key.id) ?? 0));
    this.byKey = new Map(this.quotas.map((quota) => [quota.keyId, quota]));
    const isTurn = this.quotas.some((quota) => isSpent(quota) !== isSpent(before.get(quota.keyId)));
    if (limitsChanged || isTurn) this.changed.next();
  }

  private hasGpuQuota(): boolean {
    return this.quotas.some((quota) => quota.gpuSecondsPerDay !== null);
  }

  private awaitTomorrow(): void {
    this.timers.day = setTimeout(() => {
      // A timer may be early by a breath.
      if (this.day !== dayOf(this.clock.now())) this.beginDay();
      this.awaitTomorrow();
    }, msUntilTomorrow(this.clock.now()));
    this.timers.day.unref();
  }
}

function quotaOf(key: ApiKey, gpuSecondsToday: number): KeyQuota[] {
  const { maxQueued, maxRunning, gpuSecondsPerDay, onExceed, maxBulk } = key.limits;
  if ([maxQueued, maxRunning, gpuSecondsPerDay, maxBulk].every((limit) => limit === null)) return [];
  const { id: keyId, name } = key;
  return [{ keyId, name, maxQueued, maxRunning, gpuSecondsPerDay, gpuSecondsToday, onExceed, maxBulk }];
}

/** Its GPU seconds of today are used up. */
function isSpent(quota: KeyQuota | undefined): boolean {
  if (!quota || quota.gpuSecondsPerDay === null) return false;
  return quota.gpuSecondsToday >= quota.gpuSecondsPerDay;
}
