import { Subject } from 'rxjs';
import { AttemptTimeline } from './attempt-timeline.js';
import type { Handle, PreparedRequest } from '../dispatch/contract/index.js';
import type { Fence } from '../jobs/job-claims.js';
import type { JobRow } from '../jobs/job.js';
import type { MemoryJob } from '../memory/memory-sample.js';
import type { FleetServer } from '../servers/server-fleet.js';

/** One attempt while this process runs it. Its end of life is `job-runner.ts`. */
export class Attempt {
  readonly fence: Fence;
  /** Fires once when a person cancels the job. */
  readonly cancelled$ = new Subject<void>();
  cancelled = false;
  /** False once the server is done and only the saving remains. */
  occupiesSlot: boolean;
  readonly timeline = new AttemptTimeline(performance.now());
  /** What this try is to the memory of its GPU; null: not known. `fitted` null: it has not shown yet. */
  memory: { job: MemoryJob; batch: number; fitted: boolean | null } | null = null;
  /** What the server was given; null until it was. */
  sent: { handle: Handle; request: PreparedRequest } | null = null;

  constructor(
    readonly row: JobRow,
    readonly server: FleetServer,
    owner: string,
    readonly reattached: boolean,
  ) {
    this.fence = { jobId: row.mobilesd_job_id, attempt: row.attempt, owner };
    this.occupiesSlot = row.slot_server_id !== null;
    this.cancelled = row.status === 'cancelled';
  }

  get jobId(): string {
    return this.row.mobilesd_job_id;
  }

  /** Names this try to the server. */
  get attemptId(): string {
    return `${this.jobId}-${this.row.attempt}`;
  }

  cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.cancelled$.next();
  }

  /** For log lines. */
  get tags(): { jobId: string; attempt: number; server: string } {
    return { jobId: this.jobId, attempt: this.row.attempt, server: this.server.alias };
  }
}
