// What a bulk does to its jobs, in bites so that nobody waits long for the database: cancel, hold, release, forget. The
// same guards and events as for a single job (`jobs/jobs.repository.ts`).
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { StoredEventType } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';
import { dropUnusedBlobs } from '../jobs/job-blobs.repository.js';
import { followDeletions, followEnds } from '../jobs/job-dependencies.repository.js';
import { jobEvent } from '../jobs/job-event.js';
import type { JobRow } from '../jobs/job.js';
import { bulkEvent, type BulkRow } from './bulk-row.js';

/** The same words stand in the trigger that holds a job which comes back to the queue. */
const PAUSED = JSON.stringify({
  code: 'bulk_paused',
  message: 'Its bulk is paused; resume the bulk to go on.',
});

@Injectable()
export class BulkJobsRepository {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Ends jobs that wait or run, at most `limit`. Running ones keep their lease until the runner has seen their server let go. */
  cancel(id: string, limit: number): Promise<JobRow[]> {
    const now = this.clock.iso();
    return this.change(
      'job.cancelled',
      `UPDATE jobs SET status = 'cancelled', completion_timestamp = ?, last_updated_timestamp = ?, waiting_reason_json = NULL, eta_seconds = NULL
         WHERE status IN ('pending', 'processing') AND seq IN
           (SELECT seq FROM jobs WHERE bulk_job_id = ? AND status IN ('pending', 'processing') LIMIT ?) RETURNING *`,
      [now, now, id, limit],
    );
  }

  /** Holds waiting jobs, at most `limit`; those that somebody holds already stay theirs. */
  hold(id: string, limit: number): Promise<JobRow[]> {
    return this.change(
      'job.updated',
      `UPDATE jobs SET held = 1, waiting_reason_json = ?, last_updated_timestamp = ? WHERE status = 'pending' AND seq IN
         (SELECT seq FROM jobs WHERE bulk_job_id = ? AND status = 'pending' AND held = 0 LIMIT ?) RETURNING *`,
      [PAUSED, this.clock.iso(), id, limit],
    );
  }

  /** Lets jobs run that were held for the pause of their bulk, at most `limit`. */
  release(id: string, limit: number): Promise<JobRow[]> {
    return this.change(
      'job.updated',
      `UPDATE jobs SET held = 0, waiting_reason_json = NULL, last_updated_timestamp = ? WHERE status = 'pending' AND seq IN
         (SELECT seq FROM jobs WHERE bulk_job_id = ? AND status = 'pending' AND held = 1
            AND json_extract(waiting_reason_json, '$.code') = 'bulk_paused' LIMIT ?) RETURNING *`,
      [this.clock.iso(), id, limit],
    );
  }

  /** Forgets jobs that do not run, at most `limit`. Their images stay. */
  forget(id: string, limit: number): Promise<JobRow[]> {
    return this.change(
      'job.deleted',
      `DELETE FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE bulk_job_id = ? AND status <> 'processing' LIMIT ?) RETURNING *`,
      [id, limit],
    );
  }

  /** Failed jobs (and cancelled ones, if wanted) by id, in the order of the bulk. */
  ended(id: string, statuses: readonly ('failed' | 'cancelled')[]): Promise<string[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ id: string }[]>(
        `SELECT mobilesd_job_id AS id FROM jobs WHERE bulk_job_id = ? AND status IN (${statuses.map(() => '?').join(', ')}) ORDER BY seq`,
        [id, ...statuses],
      );
      return rows.map((row) => row.id);
    });
  }

  /** Jobs that come back to the queue are held from then on, or no longer. Undefined: it is so already, or there is no such bulk. */
  setPaused(id: string, paused: boolean): Promise<BulkRow | undefined> {
    return this.database.write(async (manager) => {
      const [row] = await manager.query<BulkRow[]>(
        `UPDATE bulks SET paused = ? WHERE id = ? AND paused = ? RETURNING *`,
        [paused ? 1 : 0, id, paused ? 0 : 1],
      );
      return row;
    });
  }

  /** Forgets the bulk, if none of its jobs is left. */
  delete(id: string): Promise<boolean> {
    return this.database.write(async (manager) => {
      const [row] = await manager.query<BulkRow[]>(
        `DELETE FROM bulks WHERE id = ? AND NOT EXISTS (SELECT 1 FROM jobs WHERE bulk_job_id = bulks.id) RETURNING *`,
        [id],
      );
      if (row)
        await this.events.append(bulkEvent('bulk.updated', row, { change: 'deleted', jobs: row.total_jobs }));
      return row !== undefined;
    });
  }

  tell(row: BulkRow, change: string, jobs: number): Promise<void> {
    return this.database.write(() => this.events.append(bulkEvent('bulk.updated', row, { change, jobs })));
  }

  private change(type: StoredEventType, statement: string, values: unknown[]): Promise<JobRow[]> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<JobRow[]>(statement, values);
      for (const row of rows) await this.events.append(jobEvent(type, row));
      if (type === 'job.deleted' && rows.length) await dropUnusedBlobs(manager);
      const now = this.clock.iso();
      if (type === 'job.deleted') await followDeletions(manager, this.events, rows, now);
      if (type === 'job.cancelled') await followEnds(manager, this.events, rows, now);
      return rows;
    });
  }
}
