// Servers that a waiting job stays away from: because they lack what it needs (no end), or because it failed there
// last (for a while).
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import type { Exclusion } from './job-claims.js';
import type { KnownExclusion } from './waiting-reason.js';

@Injectable()
export class JobExclusionsRepository {
  constructor(private readonly database: Database) {}

  /** The ids of servers that lack what a job needs. */
  async unfitServers(jobId: string): Promise<Set<string>> {
    const rows = await this.database.read((manager) =>
      manager.query<{ server_id: string }[]>(
        `SELECT server_id FROM job_exclusions WHERE mobilesd_job_id = ? AND until IS NULL`,
        [jobId],
      ),
    );
    return new Set(rows.map((row) => row.server_id));
  }

  /** What keeps these jobs from which servers, by job. */
  async of(jobIds: readonly string[]): Promise<Map<string, KnownExclusion[]>> {
    if (!jobIds.length) return new Map();
    const rows = await this.database.read((manager) =>
      manager.query<(KnownExclusion & { jobId: string })[]>(
        `SELECT mobilesd_job_id AS jobId, server_id AS serverId, until, reason FROM job_exclusions
           WHERE mobilesd_job_id IN (SELECT value FROM json_each(?))`,
        [JSON.stringify(jobIds)],
      ),
    );
    const exclusions = new Map<string, KnownExclusion[]>();
    for (const { jobId, ...exclusion } of rows)
      exclusions.set(jobId, [...(exclusions.get(jobId) ?? []), exclusion]);
    return exclusions;
  }

  /** A server has changed (new models, new settings): jobs may try it again. */
  async forget(serverId: string): Promise<void> {
    await this.database.write((manager) =>
      manager.query(`DELETE FROM job_exclusions WHERE server_id = ?`, [serverId]),
    );
  }
}

/** Inside the write that gives the job back. */
export async function exclude(manager: EntityManager, jobId: string, exclusion: Exclusion): Promise<void> {
  await manager.query(
    `INSERT INTO job_exclusions (mobilesd_job_id, server_id, until, reason) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET until = excluded.until, reason = excluded.reason`,
    [jobId, exclusion.serverId, exclusion.until, exclusion.reason],
  );
}
