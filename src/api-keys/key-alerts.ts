// Tells once a day of a key that submits far more by bulk than it usually does: perhaps a script that has gone wrong,
// perhaps somebody else's hands. It stops nothing; limits do (`quota-book.ts`).
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import { Database } from '../database/database.js';
import type { AppEvent } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';
import { KeyRing } from './key-ring.js';
import { dayOf, lastDays } from './usage-days.js';
import { UsageRepository, type DayUse } from './usage.repository.js';

/** A bulk of a thousand jobs is a thousand events and one look. */
const LOOK_AFTER_MS = 1_000;
const HABIT_DAYS = 14;
const TIMES_THE_HABIT = 5;
/** Nobody is told of less, however little a key does otherwise. */
const NEVER_UNUSUAL = 200;

@Injectable()
export class KeyAlerts implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('ApiKeys');
  private readonly busy = new Set<number>();
  /** The day on which each key was last told of. */
  private readonly told = new Map<number, string>();
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly usage: UsageRepository,
    private readonly ring: KeyRing,
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.subscription = this.events.events$.subscribe((event) => this.hear(event));
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    clearTimeout(this.timer);
    await this.looking;
  }

  /** Looks at the keys that have used bulk since the last look. Never rejects. */
  look(): Promise<void> {
    const keys = [...this.busy];
    this.busy.clear();
    this.looking = this.looking.then(async () => {
      for (const keyId of keys) await this.judge(keyId);
    });
    return this.looking;
  }

  private hear({ type, apiKeyId, bulkJobId }: AppEvent): void {
    const isBulk = type === 'bulk.created' || (type === 'job.created' && typeof bulkJobId === 'string');
    if (!isBulk || typeof apiKeyId !== 'number' || this.told.get(apiKeyId) === this.today()) return;
    this.busy.add(apiKeyId);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, LOOK_AFTER_MS);
  }

  private async judge(keyId: number): Promise<void> {
    try {
      const days = lastDays(this.clock.now(), HABIT_DAYS + 1);
      const today = days.at(-1)!;
      const use = await this.usage.of(keyId, days[0]!);
      const { bulkJobs, usual, threshold } = compare(use, today);
      if (bulkJobs <= threshold) return;
      this.told.set(keyId, today);
      await this.tell(keyId, { day: today, bulk_jobs: bulkJobs, usual_bulk_jobs: usual, threshold });
    } catch (error) {
      // Safe to go on: the key's next bulk brings the next look.
      this.told.delete(keyId);
      this.logger.error(`The use of a key could not be looked at: ${errorText(error)}`, { keyId });
    }
  }

  private async tell(keyId: number, data: Record<string, unknown> & { day: string }): Promise<void> {
    const name = this.ring.byId(keyId)?.name ?? `key ${keyId}`;
    const isNews = await this.database.write(async (manager) => {
      // This process may be younger than the day; events of a day are kept for longer than that day.
      const earlier = await manager.query<unknown[]>(
        `SELECT seq FROM events WHERE type = 'api_key.unusual_use' AND api_key_id = ? AND timestamp >= ? LIMIT 1`,
        [keyId, data.day],
      );
      if (earlier.length) return false;
      await this.events.append({
        type: 'api_key.unusual_use',
        apiKeyId: keyId,
        data: { key_id: keyId, name, ...data },
      });
      return true;
    });
    if (isNews) this.logger.warn(`The key "${name}" uses bulk far more than usual`, { keyId, ...data });
  }

  private today(): string {
    return dayOf(this.clock.now());
  }
}

/** `usual`: the mean of the days with bulk among those before today. Exported for its spec. */
export function compare(
  use: readonly Pick<DayUse, 'day' | 'bulkJobs'>[],
  today: string,
): { bulkJobs: number; usual: number; threshold: number } {
  const before = use.filter(({ day, bulkJobs }) => day < today && bulkJobs > 0);
  const sum = before.reduce((jobs, day) => jobs + day.bulkJobs, 0);
  const usual = before.length ? sum / before.length : 0;
  const bulkJobs = use.find(({ day }) => day === today)?.bulkJobs ?? 0;
  return { bulkJobs, usual, threshold: Math.max(NEVER_UNUSUAL, TIMES_THE_HABIT * usual) };
}
