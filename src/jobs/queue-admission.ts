// Whether more jobs are taken in: the queue's own limit, and the quotas of keys that refuse rather than let wait. What
// quotas do to jobs that are in already is decided at the claim (`claim-next.repository.ts`).
import { Inject, Injectable } from '@nestjs/common';
import { QuotaBook, type KeyQuota } from '../api-keys/quota-book.js';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { Database } from '../database/database.js';
import { QuotaExceededError } from './jobs.errors.js';
import { JobsRepository, type NewJob } from './jobs.repository.js';
import { hasSpentGpu, waitingOf } from './quota-standings.repository.js';
import type { Quotas } from './quotas.js';

const DAY_MS = 86_400_000;
/** Nobody knows when the first of many waiting jobs will be through. */
const QUEUED_RETRY_SECONDS = 60;

/** A new job, or an ended one that is retried. */
type Incoming = Pick<NewJob, 'apiKeyId'>;

@Injectable()
export class QueueAdmission {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly repository: JobsRepository,
    @Inject(QuotaBook) private readonly quotas: Quotas,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `insert` when these jobs may come in; the check is part of its transaction.
   * @throws DomainError `queue_full`, QuotaExceededError
   */
  async admit<T>(jobs: readonly Incoming[], insert: () => Promise<T>): Promise<T> {
    await this.refuseWhenFull(jobs.length);
    const strict = this.strictQuotas(jobs);
    if (!strict.length) return insert();
    return this.database.write(async (manager) => {
      for (const { quota, count } of strict) {
        this.refuseWhenSpent(quota);
        const waiting = quota.maxQueued === null ? 0 : await waitingOf(manager, quota.keyId);
        refuseBeyond(quota, waiting, count);
      }
      return insert();
    });
  }

  private async refuseWhenFull(more: number): Promise<void> {
    const pending = await this.repository.waiting();
    if (pending + more <= this.settings.QUEUE_MAX_WAITING) return;
    const message = `${pending} jobs wait already; QUEUE_MAX_WAITING allows ${this.settings.QUEUE_MAX_WAITING}. Submit again later.`;
    throw new DomainError('queue_full', 503, message);
  }

  private strictQuotas(jobs: readonly Incoming[]): { quota: KeyQuota; count: number }[] {
    const counts = new Map<number, number>();
    for (const { apiKeyId } of jobs)
      if (apiKeyId !== null) counts.set(apiKeyId, (counts.get(apiKeyId) ?? 0) + 1);
    return [...counts].flatMap(([keyId, count]) => {
      const quota = this.quotas.of(keyId);
      return quota?.onExceed === 'reject' ? [{ quota, count }] : [];
    });
  }

  private refuseWhenSpent(quota: KeyQuota): void {
    if (!hasSpentGpu(quota)) return;
    const seconds = (DAY_MS - (this.clock.now() % DAY_MS)) / 1000;
    const message = `The key "${quota.name}" has used its ${quota.gpuSecondsPerDay} GPU seconds of today; submit again after midnight UTC.`;
    throw new QuotaExceededError(message, seconds);
  }
}

function refuseBeyond(quota: KeyQuota, waiting: number, more: number): void {
  if (quota.maxQueued === null || waiting + more <= quota.maxQueued) return;
  const message = `The key "${quota.name}" may have ${quota.maxQueued} waiting jobs and has ${waiting}; ${more} more would be too many.`;
  throw new QuotaExceededError(message, QUEUED_RETRY_SECONDS);
}
