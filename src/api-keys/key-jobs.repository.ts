// What becomes of the waiting jobs of a key that is deleted: nothing limits them any more, so none of them may start by
// itself. Statements of its own, because `jobs/` builds upon this folder; the guards and events are those of
// `jobs/jobs.repository.ts` and `jobs/job-dependencies.repository.ts`.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { StoredEventType } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';

/** Why such a job waits. */
export const KEY_DELETED_REASON = JSON.stringify({
  code: 'key_deleted',
  message: 'Its API key was deleted; release it to let it run without that key’s limits, or cancel it.',
});
const KEY_DELETED_ERROR = JSON.stringify({
  code: 'key_deleted',
  message: 'Cancelled because its API key was deleted.',
});

const AWAITED_KEY_DELETED_ERROR = JSON.stringify({
  code: 'dependency_failed',
  message: 'Cancelled because a job that it waited for was cancelled with its API key.',
});

interface ChangedJob {
  mobilesd_job_id: string;
  bulk_job_id: string | null;
  target_server_alias: string | null;
  api_key_id: number | null;
  status: string;
  app_type: string;
  priority: number;
  held: 0 | 1;
}

const CHANGED = `mobilesd_job_id, bulk_job_id, target_server_alias, api_key_id, status, app_type, priority, held`;

@Injectable()
export class KeyJobsRepository {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Holds all that wait, those held for another reason too. Returns how many. */
  hold(keyId: number): Promise<number> {
    return this.change(
      'job.updated',
      `UPDATE jobs SET held = 1, waiting_reason_json = ?, last_updated_timestamp = ?
         WHERE status = 'pending' AND api_key_id = ? RETURNING ${CHANGED}`,
      [KEY_DELETED_REASON, this.clock.iso(), keyId],
    );
  }

  /** Ends all that wait, and what cannot run without them. Returns how many. */
  cancel(keyId: number): Promise<number> {
    const now = this.clock.iso();
    return this.change(
      'job.cancelled',
      `WITH RECURSIVE doomed (id) AS (
         SELECT mobilesd_job_id FROM jobs WHERE status = 'pending' AND api_key_id = ?
         UNION SELECT d.child FROM doomed JOIN job_dependencies d ON d.parent = doomed.id AND d.on_failure = 'cancel')
       UPDATE jobs SET status = 'cancelled', error_json = iif(api_key_id IS ?, ?, ?), completion_timestamp = ?, last_updated_timestamp = ?,
         waiting_reason_json = NULL, eta_seconds = NULL
         WHERE status = 'pending' AND mobilesd_job_id IN (SELECT id FROM doomed) RETURNING ${CHANGED}`,
      [keyId, keyId, KEY_DELETED_ERROR, AWAITED_KEY_DELETED_ERROR, now, now],
    );
  }

  private change(type: StoredEventType, statement: string, values: unknown[]): Promise<number> {
    return this.database.write(async (manager) => {
      const jobs = await manager.query<ChangedJob[]>(statement, values);
      for (const job of jobs) await this.tell(type, job);
      return jobs.length;
    });
  }

  private tell(type: StoredEventType, job: ChangedJob): Promise<void> {
    const { status, app_type, priority, held } = job;
    return this.events.append({
      type,
      jobId: job.mobilesd_job_id,
      bulkJobId: job.bulk_job_id,
      serverAlias: job.target_server_alias,
      apiKeyId: job.api_key_id,
      data: { status, app_type, priority, held: held === 1 },
    });
  }
}
