// Rows of `bulks`, and what is read of their jobs. What a bulk does to its jobs is `bulk-jobs.repository.ts`.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { EventBus } from '../events/event-bus.js';
import type { JobStatus } from '../jobs/job.entity.js';
import { NO_JOBS, type StatusCounts } from './bulk-progress.js';
import { bulkEvent, type BulkJobRow, type BulkRow, type NewBulk } from './bulk-row.js';

const ACTIVE = `status IN ('pending', 'processing')`;

/** Of the waiting jobs of a bulk: where the last of them stands, and when they may start at the earliest. */
export interface BulkWait {
  jobs: number;
  /** How many jobs the one waits for that waits for the most. */
  dependencies: number;
  /** Where the one that runs last stands in the queue. */
  priority: number;
  round: number;
  position: number;
  /** `not_before` of the first; null: at once. */
  first: string | null;
  last: string | null;
}

export interface JobState {
  id: string;
  status: JobStatus;
  progress: number;
}

@Injectable()
export class BulksRepository {
  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Inside the write that stores its jobs. */
  insert(bulk: NewBulk): Promise<BulkRow> {
    return this.database.write(async (manager) => {
      const values = { ...bulk, created_timestamp: this.clock.iso() };
      const names = Object.keys(values);
      const [row] = await manager.query<[BulkRow]>(
        `INSERT INTO bulks (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) RETURNING *`,
        Object.values(values),
      );
      await this.events.append(bulkEvent('bulk.created', row));
      return row;
    });
  }

  find(id: string): Promise<BulkRow | undefined> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<BulkRow[]>(`SELECT * FROM bulks WHERE id = ?`, [id]);
      return rows[0];
    });
  }

  /** Newest first; `before` is the last `seq` of the page before. */
  page(apiKeyId: number | undefined, limit: number, before: number): Promise<BulkRow[]> {
    const own = apiKeyId === undefined ? '' : 'api_key_id = ? AND';
    return this.database.read((manager) =>
      manager.query<BulkRow[]>(`SELECT * FROM bulks WHERE ${own} seq < ? ORDER BY seq DESC LIMIT ?`, [
        ...(apiKeyId === undefined ? [] : [apiKeyId]),
        before,
        limit,
      ]),
    );
  }

  counts(ids: readonly string[]): Promise<Map<string, StatusCounts>> {
    return this.database.read((manager) => countsOf(manager, ids));
  }

  /** Its jobs in the order of the bulk. */
  jobs(id: string, limit: number, offset: number): Promise<BulkJobRow[]> {
    return this.database.read((manager) =>
      manager.query<BulkJobRow[]>(
        `SELECT mobilesd_job_id, status, progress, held, prompt, image_count, error_json, completion_timestamp,
           iif(json_type(generation_params_json, '$.seed') = 'integer', json_extract(generation_params_json, '$.seed'), NULL) AS seed
         FROM jobs INDEXED BY jobs_by_bulk WHERE bulk_job_id = ? ORDER BY seq LIMIT ? OFFSET ?`,
        [id, limit, offset],
      ),
    );
  }

  /** Jobs that run now, of any of these bulks. */
  running(ids: readonly string[]): Promise<{ id: string; bulk: string; progress: number }[]> {
    return this.database.read((manager) =>
      manager.query(
        `SELECT mobilesd_job_id AS id, bulk_job_id AS bulk, progress FROM jobs
           WHERE bulk_job_id IN (${marks(ids)}) AND status = 'processing'`,
        [...ids],
      ),
    );
  }

  /** Some of its jobs that wait or run. */
  unfinished(id: string, limit: number): Promise<{ app_type: string; generation_params_json: string }[]> {
    return this.database.read((manager) =>
      manager.query(
        `SELECT app_type, generation_params_json FROM jobs WHERE bulk_job_id = ? AND ${ACTIVE} LIMIT ?`,
        [id, limit],
      ),
    );
  }

  /** Jobs of these bulks, as far as it tells how far they are. */
  states(ids: readonly string[]): Promise<JobState[]> {
    return this.database.read((manager) =>
      manager.query<JobState[]>(
        `SELECT mobilesd_job_id AS id, status, progress FROM jobs WHERE bulk_job_id IN (${marks(ids)})`,
        [...ids],
      ),
    );
  }

  /** What its waiting jobs wait for; undefined without any. Held ones count: nobody knows when they are released. */
  waitingTimes(id: string): Promise<BulkWait | undefined> {
    return this.database.read(async (manager) => {
      const [wait] = await manager.query<BulkWait[]>(
        `SELECT count(*) OVER () AS jobs, max(open_dependencies) OVER () AS dependencies, priority, round, position,
           nullif(min(coalesce(not_before, '')) OVER (), '') AS first, max(not_before) OVER () AS last
         FROM jobs WHERE bulk_job_id = ? AND status = 'pending'
         ORDER BY jobs.priority, jobs.round DESC, jobs.position DESC LIMIT 1`,
        [id],
      );
      return wait;
    });
  }

  /** How many waiting jobs of a round stand at a position or before it: whoever was moved to the top shares its round. */
  inRoundUpTo({ priority, round, position }: BulkWait): Promise<number> {
    return this.database.read(async (manager) => {
      const [found] = await manager.query<[{ jobs: number }]>(
        `SELECT count(*) AS jobs FROM jobs INDEXED BY jobs_waiting_order
         WHERE status = 'pending' AND priority = ? AND round = ? AND position <= ?`,
        [priority, round, position],
      );
      return found.jobs;
    });
  }

  /** Jobs with finished images, in the order of the bulk. */
  jobsWithImages(id: string, limit: number): Promise<string[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ id: string }[]>(
        `SELECT mobilesd_job_id AS id FROM jobs WHERE bulk_job_id = ? AND status = 'completed' AND image_count > 0 ORDER BY seq LIMIT ?`,
        [id, limit],
      );
      return rows.map((row) => row.id);
    });
  }

  /** How many waiting jobs are of a higher priority, and how many there are in each round of this one. */
  line(priority: number): Promise<{ before: number; rounds: Map<number, number> }> {
    return this.database.read(async (manager) => {
      const [higher] = await manager.query<[{ jobs: number }]>(
        `SELECT count(*) AS jobs FROM jobs INDEXED BY jobs_waiting_order WHERE status = 'pending' AND priority > ?`,
        [priority],
      );
      const rows = await manager.query<{ round: number; jobs: number }[]>(
        `SELECT round, count(*) AS jobs FROM jobs INDEXED BY jobs_waiting_order WHERE status = 'pending' AND priority = ? GROUP BY round`,
        [priority],
      );
      return { before: higher.jobs, rounds: new Map(rows.map((row) => [row.round, row.jobs])) };
    });
  }

  /** Says that it has ended if it has and nobody has said so yet. Undefined: it has not, or somebody has. */
  finish(id: string): Promise<BulkRow | undefined> {
    return this.database.write(async (manager) => {
      const [row] = await manager.query<BulkRow[]>(
        `UPDATE bulks SET finished_timestamp = ? WHERE id = ? AND finished_timestamp IS NULL
           AND NOT EXISTS (SELECT 1 FROM jobs WHERE bulk_job_id = bulks.id AND ${ACTIVE}) RETURNING *`,
        [this.clock.iso(), id],
      );
      if (!row) return undefined;
      const counts = (await countsOf(manager, [id])).get(id) ?? NO_JOBS;
      await this.events.append(bulkEvent('bulk.finished', row, { counts }));
      return row;
    });
  }

  paused(): Promise<string[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ id: string }[]>(`SELECT id FROM bulks WHERE paused = 1`);
      return rows.map((row) => row.id);
    });
  }

  /** Bulks that have ended without anybody saying so, because the process ended in between. */
  endedUntold(limit: number): Promise<string[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ id: string }[]>(
        `SELECT id FROM bulks WHERE finished_timestamp IS NULL
           AND NOT EXISTS (SELECT 1 FROM jobs WHERE bulk_job_id = bulks.id AND ${ACTIVE}) LIMIT ?`,
        [limit],
      );
      return rows.map((row) => row.id);
    });
  }
}

async function countsOf(manager: EntityManager, ids: readonly string[]): Promise<Map<string, StatusCounts>> {
  const rows = await manager.query<{ bulk: string; status: string; jobs: number }[]>(
    `SELECT bulk_job_id AS bulk, status, count(*) AS jobs FROM jobs WHERE bulk_job_id IN (${marks(ids)}) GROUP BY bulk_job_id, status`,
    [...ids],
  );
  const counts = new Map<string, StatusCounts>();
  for (const { bulk, status, jobs } of rows)
    counts.set(bulk, { ...(counts.get(bulk) ?? NO_JOBS), [status]: jobs });
  return counts;
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
