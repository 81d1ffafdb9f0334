// The parameters of an attempt: what was asked for, with what it takes of earlier jobs, as it fits into its server.
import { Injectable } from '@nestjs/common';
import { JobsService } from '../jobs/jobs.service.js';
import type { Attempt } from './attempt.js';
import { EarlierResults, type FilledParams } from './earlier-results.js';
import { MemoryFitting } from './memory-fitting.js';

@Injectable()
export class AttemptParams {
  constructor(
    private readonly jobs: JobsService,
    private readonly earlier: EarlierResults,
    private readonly fitting: MemoryFitting,
  ) {}

  /** @throws DispatchError `permanent` when something of an earlier job is not there */
  async of(attempt: Attempt): Promise<FilledParams & { warnings: string[] }> {
    const filled = await this.earlier.fill(attempt.row, await this.jobs.fullParams(attempt.row));
    return { ...filled, ...(await this.fitting.fit(attempt, filled.params)) };
  }
}
