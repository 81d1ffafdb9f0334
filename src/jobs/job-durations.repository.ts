// What completed jobs took: one row each, the last 2,000.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { DurationSample } from './duration-model.js';
import type { JobRow } from './job.js';

export const KEPT_DURATIONS = 2_000;

/** A completed job whose last attempt this process saw from its beginning. */
export type CompletedJob = Pick<JobRow, 'app_type' | 'generation_params_json' | 'received_json'> & {
  server_id: string;
  /** Without the wait in the server's own queue and the loading of a model. */
  seconds: number;
  load_seconds: number | null;
};

@Injectable()
export class JobDurationsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  all(): Promise<DurationSample[]> {
    return this.database.read((manager) =>
      manager.query<DurationSample[]>(
        `SELECT server_id AS serverId, app_type AS appType, model, work, seconds FROM job_durations ORDER BY id`,
      ),
    );
  }

  /** Undefined when its time says nothing: it was taken over from a process that had ended. */
  completed(jobId: string): Promise<CompletedJob | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<CompletedJob[]>(
        `SELECT app_type, server_id, generation_params_json, received_json,
           (julianday(generation_done_timestamp) - julianday(started_timestamp)) * 86400
             - coalesce(queued_seconds, 0) - coalesce(load_seconds, 0) AS seconds, load_seconds
         FROM jobs WHERE mobilesd_job_id = ? AND status = 'completed' AND server_id IS NOT NULL
           AND generation_done_timestamp IS NOT NULL AND started_timestamp IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM job_attempts a
             WHERE a.mobilesd_job_id = jobs.mobilesd_job_id AND a.attempt = jobs.attempt AND a.reattached = 1)`,
        [jobId],
      );
      return row;
    });
  }

  async add(sample: DurationSample): Promise<void> {
    await this.database.write(async (manager) => {
      const [row] = await manager.query<[{ id: number }]>(
        `INSERT INTO job_durations (server_id, app_type, model, work, seconds, timestamp) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
        [sample.serverId, sample.appType, sample.model, sample.work, sample.seconds, this.clock.iso()],
      );
      await manager.query(`DELETE FROM job_durations WHERE id <= ?`, [row.id - KEPT_DURATIONS]);
    });
  }
}
