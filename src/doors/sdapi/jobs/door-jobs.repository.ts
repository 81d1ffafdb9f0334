// Jobs of the door as progress and interrupt look for them: of one caller, now. Reads only.
import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';

/** `source_info` of every job that came in by this door. */
export const DOOR_SOURCE = 'sdapi';
const MOST_WAITING = 100;

export interface DoorJobRow {
  mobilesd_job_id: string;
  started_timestamp: string | null;
  generation_params_json: string;
}

@Injectable()
export class DoorJobsRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. `keyId` null: made at the console. */
  running(keyId: number | null): Promise<DoorJobRow[]> {
    return this.database.read((manager) =>
      manager.query<DoorJobRow[]>(
        `SELECT mobilesd_job_id, started_timestamp, generation_params_json FROM jobs
           WHERE status = 'processing' AND source_info = ? AND api_key_id IS ? ORDER BY seq DESC`,
        [DOOR_SOURCE, keyId],
      ),
    );
  }

  /** Ids of the next ones, as many as anybody looks at. */
  async waiting(keyId: number | null): Promise<string[]> {
    const rows = await this.database.read((manager) =>
      manager.query<{ mobilesd_job_id: string }[]>(
        `SELECT mobilesd_job_id FROM jobs
           WHERE status = 'pending' AND source_info = ? AND api_key_id IS ? ORDER BY seq LIMIT ?`,
        [DOOR_SOURCE, keyId, MOST_WAITING],
      ),
    );
    return rows.map((row) => row.mobilesd_job_id);
  }
}
