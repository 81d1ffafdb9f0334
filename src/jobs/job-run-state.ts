import { Injectable } from '@nestjs/common';
import type { RunProgress } from '../dispatch/contract/index.js';
import { JobOutlook } from './job-outlook.js';
import type { JobRow } from './job.js';
import { LiveProgress } from './live-progress.js';

export interface RunState {
  serverAlias: string | null;
  /** Newer than the row while the job runs. */
  live?: RunProgress;
  hasPreview: boolean;
}

/** What is known of a running job beyond its row. */
@Injectable()
export class JobRunState {
  constructor(
    private readonly outlook: JobOutlook,
    private readonly live: LiveProgress,
  ) {}

  of(row: JobRow): RunState {
    const running = row.status === 'processing';
    return {
      serverAlias: this.outlook.aliasOf(row.server_id),
      live: running ? this.live.progressOf(row.mobilesd_job_id) : undefined,
      hasPreview: running && this.live.previewOf(row.mobilesd_job_id) !== undefined,
    };
  }
}
