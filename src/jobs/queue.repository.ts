// Changes of many jobs at once: release what is held, forget what has ended, hold what is too old.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { EventBus } from '../events/event-bus.js';
import { dropUnusedBlobs } from './job-blobs.repository.js';
import { followDeletions } from './job-dependencies.repository.js';
import { jobEvent } from './job-event.js';
import type { JobRow } from './job.js';

@Injectable()
export class QueueRepository {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** The oldest jobs that wait or run, at most `limit`. */
  async unfinished(limit: number): Promise<string[]> {
    const rows = await this.database.read((manager) =>
      manager.query<{ id: string }[]>(
        `SELECT mobilesd_job_id AS id FROM jobs WHERE status IN ('pending', 'processing') ORDER BY seq LIMIT ?`,
        [limit],
      ),
    );
    return rows.map((row) => row.id);
  }

  /** Lets every held job run, but for those whose bulk is paused. Returns how many. */
  releaseHeld(): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<JobRow[]>(
        `UPDATE jobs SET held = 0, waiting_reason_json = NULL, last_updated_timestamp = ? WHERE status = 'pending' AND held = 1
           AND NOT EXISTS (SELECT 1 FROM bulks WHERE bulks.id = jobs.bulk_job_id AND bulks.paused = 1) RETURNING *`,
        [this.clock.iso()],
      );
      for (const row of rows) await this.events.append(jobEvent('job.updated', row));
      return rows.length;
    });
  }

  /** Forgets ended jobs of these states that ended before `before` (ISO time). Returns how many, at most `limit`. */
  clear(statuses: readonly string[], before: string, limit: number): Promise<number> {
    return this.database.write(async (manager) => {
      const marks = statuses.map(() => '?').join(', ');
      const rows = await manager.query<JobRow[]>(
        `DELETE FROM jobs WHERE seq IN (SELECT seq FROM jobs WHERE status IN (${marks}) AND status NOT IN ('pending', 'processing')
           AND completion_timestamp <= ? LIMIT ?) RETURNING *`,
        [...statuses, before, limit],
      );
      for (const row of rows) await this.events.append(jobEvent('job.deleted', row));
      await followDeletions(manager, this.events, rows, this.clock.iso());
      if (rows.length) await dropUnusedBlobs(manager);
      return rows.length;
    });
  }

  /** Holds jobs that have waited since before `before`. Returns how many. */
  holdOlderThan(before: string, reasonJson: string): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<JobRow[]>(
        `UPDATE jobs SET held = 1, waiting_reason_json = ? WHERE status = 'pending' AND held = 0 AND creation_timestamp < ?
           AND not_before IS NULL RETURNING *`,
        [reasonJson, before],
      );
      for (const row of rows) await this.events.append(jobEvent('job.updated', row));
      return rows.length;
    });
  }
}
