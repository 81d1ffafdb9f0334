// What becomes of jobs that wait for others. Triggers keep how many each still waits for (`jobs.open_dependencies`), in
// whatever transaction a job ends, goes or comes back; here is the rest of that transaction: who cannot run any more is
// cancelled, and who can is told of. Whatever ends or deletes jobs calls `followEnds` in its own write.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { InvalidRequestError } from '../common/errors.js';
import { Database } from '../database/database.js';
import type { EventBus } from '../events/event-bus.js';
import type { NewJob } from './job-columns.js';
import { jobEvent } from './job-event.js';
import type { JobRow } from './job.js';

/** The first job that another one waits for. */
export interface AwaitedJob {
  id: string;
  status: JobRow['status'];
}

const UNMET = `(p.status IN ('pending', 'processing') OR (p.status <> 'completed' AND d.on_failure = 'cancel'))`;

@Injectable()
export class JobDependenciesRepository {
  constructor(private readonly database: Database) {}

  /** By waiting job: the oldest one that it waits for. */
  async firstOf(children: readonly string[]): Promise<Map<string, AwaitedJob>> {
    if (!children.length) return new Map();
    const rows = await this.database.read((manager) =>
      // With min() SQLite takes the other columns of a group from the row that has the minimum.
      manager.query<(AwaitedJob & { child: string })[]>(
        `SELECT d.child, p.mobilesd_job_id AS id, p.status, min(p.seq) FROM job_dependencies d
           JOIN jobs p ON p.mobilesd_job_id = d.parent
           WHERE d.child IN (SELECT value FROM json_each(?)) AND ${UNMET} GROUP BY d.child`,
        [JSON.stringify(children)],
      ),
    );
    return new Map(rows.map(({ child, id, status }) => [child, { id, status }]));
  }
}

/**
 * Inside the write that stores the job. @returns the row as it is then
 * @throws InvalidRequestError when a job was deleted since somebody looked
 */
export async function storeDependencies(manager: EntityManager, job: NewJob, row: JobRow): Promise<JobRow> {
  if (!job.dependencies.length) return row;
  for (const { jobId, onFailure, path } of job.dependencies) {
    const [parent] = await manager.query<unknown[]>(`SELECT 1 FROM jobs WHERE mobilesd_job_id = ?`, [jobId]);
    const message = `There is no job "${jobId}" any more.`;
    if (!parent) throw new InvalidRequestError(message, [{ path, message }]);
    await manager.query(`INSERT INTO job_dependencies (child, parent, on_failure) VALUES (?, ?, ?)`, [
      job.id,
      jobId,
      onFailure,
    ]);
  }
  const [stored] = await manager.query<[JobRow]>(`SELECT * FROM jobs WHERE seq = ?`, [row.seq]);
  return stored;
}

/** Of new jobs: cancels those that waited for a job which failed since somebody looked. */
export async function cancelHopeless(
  manager: EntityManager,
  events: EventBus,
  jobs: readonly NewJob[],
  now: string,
): Promise<void> {
  const parents = [...new Set(jobs.flatMap(({ dependencies }) => dependencies.map(({ jobId }) => jobId)))];
  if (!parents.length) return;
  const failed = await manager.query<JobRow[]>(
    `SELECT * FROM jobs WHERE mobilesd_job_id IN (SELECT value FROM json_each(?)) AND status IN ('failed', 'cancelled')`,
    [JSON.stringify(parents)],
  );
  await followEnds(manager, events, failed, now);
}

/**
 * `ended`: jobs that have just ended or were just deleted, as they were last. Cancels what cannot run without them, and
 * what cannot run without those; tells of what may run now.
 */
export async function followEnds(
  manager: EntityManager,
  events: EventBus,
  ended: readonly JobRow[],
  now: string,
): Promise<void> {
  const missed = ended.filter(({ status }) => status !== 'completed');
  const cancelled = missed.length
    ? await manager.query<JobRow[]>(CANCEL_DEPENDENTS, [JSON.stringify(idsIn(missed)), now, now])
    : [];
  for (const row of cancelled) await events.append(jobEvent('job.cancelled', row));
  const freed = await manager.query<JobRow[]>(FREED, [JSON.stringify(idsIn([...ended, ...cancelled]))]);
  for (const row of freed) await events.append(jobEvent('job.updated', row));
}

/** The same for jobs that are gone: nothing waits for them from now on. */
export async function followDeletions(
  manager: EntityManager,
  events: EventBus,
  deleted: readonly JobRow[],
  now: string,
): Promise<void> {
  if (!deleted.length) return;
  await followEnds(manager, events, deleted, now);
  await manager.query(`DELETE FROM job_dependencies WHERE parent IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(idsIn(deleted)),
  ]);
}

function idsIn(rows: readonly JobRow[]): string[] {
  return rows.map((row) => row.mobilesd_job_id);
}

const FREED = `
  SELECT * FROM jobs WHERE status = 'pending' AND open_dependencies = 0 AND mobilesd_job_id IN
    (SELECT child FROM job_dependencies WHERE parent IN (SELECT value FROM json_each(?)))`;

/** A chain of any length in one statement: the recursion of a query is a loop, that of triggers has a limit. */
const CANCEL_DEPENDENTS = `
  WITH RECURSIVE doomed (id, parent, became) AS (
    SELECT d.child, d.parent, coalesce((SELECT CASE status WHEN 'failed' THEN 'failed' WHEN 'cancelled' THEN 'was cancelled' END
        FROM jobs p WHERE p.mobilesd_job_id = d.parent), 'was deleted')
      FROM json_each(?) ended JOIN job_dependencies d ON d.parent = ended.value AND d.on_failure = 'cancel'
      JOIN jobs c ON c.mobilesd_job_id = d.child AND c.status = 'pending'
    UNION
    SELECT d.child, d.parent, 'was cancelled'
      FROM doomed JOIN job_dependencies d ON d.parent = doomed.id AND d.on_failure = 'cancel'
      JOIN jobs c ON c.mobilesd_job_id = d.child AND c.status = 'pending')
  UPDATE jobs SET status = 'cancelled', completion_timestamp = ?, last_updated_timestamp = ?, waiting_reason_json = NULL,
    eta_seconds = NULL, error_json = json_object('code', 'dependency_failed',
      'message', 'Cancelled because job ' || why.parent || ', which it waited for, ' || why.became || '.',
      'details', json_object('job_id', why.parent))
  FROM (SELECT id, min(parent) AS parent, became FROM doomed GROUP BY id) why
  WHERE jobs.mobilesd_job_id = why.id AND jobs.status = 'pending' RETURNING *`;
