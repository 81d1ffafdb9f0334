// What keys did on which day. Jobs and GPU seconds are counted by triggers, the rest by the access log.
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

export interface DayUse {
  day: string;
  requests: number;
  refusals: number;
  jobs: number;
  bulkJobs: number;
  gpuSeconds: number;
}

@Injectable()
export class UsageRepository {
  constructor(private readonly database: Database) {}

  /** From `firstDay` on, the oldest first; days without any use are absent. */
  of(keyId: number, firstDay: string): Promise<DayUse[]> {
    return this.database.read((manager) =>
      manager.query<DayUse[]>(
        `SELECT day, requests, refusals, jobs, bulk_jobs AS bulkJobs, gpu_seconds AS gpuSeconds
         FROM api_key_usage WHERE key_id = ? AND day >= ? ORDER BY day`,
        [keyId, firstDay],
      ),
    );
  }

  /** GPU seconds by key, of the keys that still exist. */
  gpuSecondsOn(day: string): Promise<Map<number, number>> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ keyId: number; seconds: number }[]>(
        `SELECT u.key_id AS keyId, u.gpu_seconds AS seconds FROM api_keys k
         JOIN api_key_usage u ON u.key_id = k.id AND u.day = ?`,
        [day],
      );
      return new Map(rows.map(({ keyId, seconds }) => [keyId, seconds]));
    });
  }

  /** Jobs of a key now. */
  jobsOf(keyId: number): Promise<{ queued: number; running: number }> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ queued: number; running: number }]>(
        `SELECT (SELECT count(*) FROM jobs WHERE api_key_id = ? AND status = 'pending') AS queued,
                (SELECT count(*) FROM jobs WHERE api_key_id = ? AND slot_server_id IS NOT NULL) AS running`,
        [keyId, keyId],
      );
      return row;
    });
  }
}
