// What may be done with a bulk that is there: cancel, pause, resume, retry what failed, forget. Somebody else's bulk is
// answered like one that does not exist.
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Principal } from '../access/contract/index.js';
import { DomainError, NotFoundError } from '../common/errors.js';
import type { JobRow } from '../jobs/job.js';
import { JobSignals } from '../jobs/job-signals.js';
import { JobsService } from '../jobs/jobs.service.js';
import { NotYourBulkError } from './bulk-errors.js';
import { BulkJobsRepository } from './bulk-jobs.repository.js';
import type { BulkRow } from './bulk-row.js';
import { BulksRepository } from './bulks.repository.js';

const PER_BITE = 250;
const RETRIES_AT_ONCE = 100;

const NO_ROOM = new Set(['queue_full', 'quota_exceeded']);

export interface BulkRetry {
  jobs: number;
  /** Why there was no room for the rest. */
  refusal: DomainError | null;
}

type Bite = (limit: number) => Promise<JobRow[]>;

@Injectable()
export class BulkActions implements OnApplicationBootstrap {
  constructor(
    private readonly bulks: BulksRepository,
    private readonly bulkJobs: BulkJobsRepository,
    private readonly jobs: JobsService,
    private readonly signals: JobSignals,
  ) {}

  /** A pause that a crash cut short. */
  async onApplicationBootstrap(): Promise<void> {
    for (const id of await this.bulks.paused()) await inBites((limit) => this.bulkJobs.hold(id, limit));
  }

  /** @throws NotFoundError */
  async find(id: string, who: Principal): Promise<BulkRow> {
    const row = await this.bulks.find(id);
    if (!row || !(who.mayRead(row.api_key_id) || who.mayChange(row.api_key_id)))
      throw new NotFoundError('bulk', id.slice(0, 64));
    return row;
  }

  /** Ends what waits and what runs. Returns how many jobs. */
  async cancel(id: string, who: Principal): Promise<number> {
    const bulk = await this.changeable(id, who);
    const jobs = await this.cancelJobs(id);
    if (jobs) await this.bulkJobs.tell(bulk, 'cancelled', jobs);
    return jobs;
  }

  /** Holds what waits; what runs goes on. Jobs that come back to the queue are held too. Returns how many are held now. */
  async pause(id: string, who: Principal): Promise<number> {
    await this.changeable(id, who);
    const changed = await this.bulkJobs.setPaused(id, true);
    const jobs = await inBites((limit) => this.bulkJobs.hold(id, limit));
    if (changed) await this.bulkJobs.tell(changed, 'paused', jobs);
    return jobs;
  }

  /** Lets run what the pause held; what somebody held by itself stays held. */
  async resume(id: string, who: Principal): Promise<number> {
    await this.changeable(id, who);
    // First the jobs: after a crash in between the bulk is still paused, which is what it says.
    const release: Bite = (limit) => this.bulkJobs.release(id, limit);
    const first = await inBites(release);
    const changed = await this.bulkJobs.setPaused(id, false);
    const jobs = first + (await inBites(release));
    if (changed) await this.bulkJobs.tell(changed, 'resumed', jobs);
    this.signals.work$.next();
    return jobs;
  }

  /**
   * Puts failed (and, if wanted, cancelled) jobs back to the queue. Those still being stopped on a server are left out,
   * and those that the queue or the quota of the key has no room for.
   * @throws DomainError `queue_full`, QuotaExceededError when there is room for none of them
   */
  async retry(id: string, who: Principal, statuses: ('failed' | 'cancelled')[]): Promise<BulkRetry> {
    const bulk = await this.changeable(id, who);
    const ids = await this.bulkJobs.ended(id, statuses);
    let jobs = 0;
    let refusal: DomainError | null = null;
    for (let from = 0; from < ids.length && !refusal; from += RETRIES_AT_ONCE) {
      const some = ids.slice(from, from + RETRIES_AT_ONCE);
      const outcomes = await Promise.all(some.map((job) => this.retryOne(job, who)));
      jobs += outcomes.filter((outcome) => outcome === true).length;
      refusal = outcomes.find((outcome) => outcome instanceof DomainError) ?? null;
    }
    if (jobs) await this.bulkJobs.tell(bulk, 'retried', jobs);
    else if (refusal) throw refusal;
    return { jobs, refusal };
  }

  /** Cancels it and forgets its jobs and itself. Images stay in the gallery. */
  async delete(id: string, who: Principal): Promise<number> {
    await this.changeable(id, who);
    let jobs = 0;
    // A job that comes back to the queue in between is cancelled in the next round.
    do {
      await this.cancelJobs(id);
      jobs += await inBites((limit) => this.bulkJobs.forget(id, limit));
    } while (!(await this.bulkJobs.delete(id)) && (await this.bulks.find(id)));
    return jobs;
  }

  private async changeable(id: string, who: Principal): Promise<BulkRow> {
    const row = await this.find(id, who);
    if (!who.mayChange(row.api_key_id)) throw new NotYourBulkError();
    return row;
  }

  private cancelJobs(id: string): Promise<number> {
    return inBites(async (limit) => {
      const rows = await this.bulkJobs.cancel(id, limit);
      for (const row of rows) if (row.lease_owner) this.signals.cancelled$.next(row.mobilesd_job_id);
      if (rows.length) this.signals.work$.next();
      return rows;
    });
  }

  /** True: it is back in the queue. An error: there is no room for it, nor for the next. */
  private async retryOne(id: string, who: Principal): Promise<boolean | DomainError> {
    try {
      await this.jobs.retry(id, who);
      return true;
    } catch (error) {
      if (error instanceof DomainError && NO_ROOM.has(error.code)) return error;
      // Another state than a moment ago: somebody was quicker, or its server has not let go yet.
      if (error instanceof DomainError) return false;
      throw error;
    }
  }
}

async function inBites(bite: Bite): Promise<number> {
  for (let all = 0; ; await nextTurn()) {
    const rows = await bite(PER_BITE);
    all += rows.length;
    if (rows.length < PER_BITE) return all;
  }
}
