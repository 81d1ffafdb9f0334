// Jobs of the door after they were submitted: lists, one, cancelled or forgotten.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../access/contract/index.js';
import { DomainError } from '../../../common/errors.js';
import type { JobRow } from '../../../jobs/job.js';
import { JobListRepository } from '../../../jobs/job-list.repository.js';
import { isEnded } from '../../../jobs/job-states.js';
import { JobsService } from '../../../jobs/jobs.service.js';
import { LiveProgress } from '../../../jobs/live-progress.js';
import type { DoorErrorDto, DoorJobDto } from './door-job.dto.js';
import { errorOf, toDoorJob } from './door-job-mapping.js';
import { DOOR_SOURCE } from './door-jobs.repository.js';

@Injectable()
export class DoorJobs {
  constructor(
    private readonly jobs: JobsService,
    private readonly lists: JobListRepository,
    private readonly live: LiveProgress,
  ) {}

  async list(who: Principal, limit: number): Promise<DoorJobDto[]> {
    const rows = await this.rows(who, limit);
    return rows.map((row) => toDoorJob(row, this.percentOf(row)));
  }

  async errors(who: Principal, limit: number): Promise<DoorErrorDto[]> {
    const rows = await this.rows(who, limit, ['failed']);
    return rows.map((row) => ({ uuid: row.mobilesd_job_id, error: errorOf(row) }));
  }

  /** @throws NotFoundError */
  get(id: string, who: Principal): Promise<JobRow> {
    return this.jobs.get(id, who);
  }

  percentOf(row: JobRow): number | undefined {
    return row.status === 'processing' ? this.live.progressOf(row.mobilesd_job_id)?.percent : undefined;
  }

  /** Cancels what has not ended, forgets what has. @throws NotFoundError */
  async remove(id: string, who: Principal): Promise<void> {
    const row = await this.jobs.get(id, who);
    if (isEnded(row.status)) return this.jobs.delete(id, who);
    await this.jobs.cancel(id, who).catch(async (error: unknown) => {
      // It ended between the two looks.
      const ended = error instanceof DomainError && isEnded((await this.jobs.get(id, who)).status);
      if (!ended) throw error;
      await this.jobs.delete(id, who);
    });
  }

  private async rows(who: Principal, limit: number, status?: string[]): Promise<JobRow[]> {
    const filter = { source: DOOR_SOURCE, apiKeyId: who.onlyOwn, ...(status ? { status } : {}) };
    return (await this.lists.list(filter, { limit, offset: 0, order: 'desc' })).rows;
  }
}
