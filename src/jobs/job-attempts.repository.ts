// The record of each try of a job, written with the change of its row.
import type { EntityManager } from 'typeorm';
import type { JobError, JobRow } from './job.js';

export async function openAttempt(
  manager: EntityManager,
  row: JobRow,
  serverAlias: string,
  reattached: boolean,
  now: string,
): Promise<void> {
  await manager.query(
    `INSERT INTO job_attempts (mobilesd_job_id, attempt, server_alias, reattached, started_timestamp) VALUES (?, ?, ?, ?, ?)`,
    [row.mobilesd_job_id, row.attempt, serverAlias, reattached ? 1 : 0, now],
  );
}

/** `outcome`: `completed`, `failed`, `released`, `cancelled` or `taken_over`. */
export async function closeAttempt(
  manager: EntityManager,
  attempt: Pick<JobRow, 'mobilesd_job_id' | 'attempt'>,
  outcome: string,
  error: JobError | null,
  now: string,
): Promise<void> {
  await manager.query(
    `UPDATE job_attempts SET ended_timestamp = ?, outcome = ?, error_json = ? WHERE mobilesd_job_id = ? AND attempt = ?`,
    [now, outcome, error && JSON.stringify(error), attempt.mobilesd_job_id, attempt.attempt],
  );
}
