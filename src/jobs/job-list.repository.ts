// Lists of jobs. Totals and deep pages come from `job_buckets` (how many jobs of each kind lie in each stretch of 2,048
// arrivals), so that neither grows with the table; a filter by bulk or text counts the rows it finds.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import type { JobRow } from './job.js';
import {
  after,
  bucketConditions,
  isCounted,
  rowConditions,
  where,
  type Conditions,
  type ListOrder,
} from './job-conditions.js';
import type { JobPlace } from './job-cursor.js';
import type { JobFilter } from './job-filter.js';

export type { JobFilter } from './job-filter.js';

export interface JobPage {
  limit: number;
  offset: number;
  /** By arrival (`asc` oldest first), or `queue`: waiting jobs in the order they will run. */
  order: ListOrder;
}

const BUCKET_BITS = 11;
/** Without statistics SQLite would rather read every waiting job by its state. */
export const QUEUE_ORDER = 'INDEXED BY jobs_waiting_order';
export const QUEUE_SORT = 'priority DESC, round, position, seq';
const SORTS: Record<ListOrder, { sort: string; index: string; only: string[] }> = {
  asc: { sort: 'seq ASC', index: '', only: [] },
  desc: { sort: 'seq DESC', index: '', only: [] },
  queue: { sort: QUEUE_SORT, index: QUEUE_ORDER, only: [`status = 'pending'`] },
  ended: {
    sort: 'completion_timestamp DESC, seq DESC',
    index: 'INDEXED BY jobs_ended',
    only: ['completion_timestamp IS NOT NULL'],
  },
};
/** Columns of a list; the long documents stay out of it. */
const COLUMNS = `seq, mobilesd_job_id, status, app_type, target_server_alias, source_info, api_key_id, bulk_job_id, lane, priority, round,
  position, not_before, held, max_retries, retry_count, crash_count, attempt, server_id, slot_server_id, slot_no, lease_owner, lease_until,
  phase, progress, step, steps, eta_seconds, creation_timestamp, last_updated_timestamp, started_timestamp, generation_done_timestamp,
  completion_timestamp, forge_session_hash, forge_internal_task_id, prompt, image_count, waiting_reason_json, error_json, warnings_json,
  metadata_json, webhook_json, depends_on_json, open_dependencies, background, tags, prompt_choices_json, model, megapixels, batch, memory_stage_json, generation_params_json, result_details_json, NULL AS handle_json, NULL AS request_json, NULL AS sent_json, NULL AS received_json`;

@Injectable()
export class JobListRepository {
  constructor(private readonly database: Database) {}

  list(filter: JobFilter, page: JobPage): Promise<{ total: number; rows: JobRow[] }> {
    return this.database.read(async (manager) => {
      if (page.order === 'queue') return queuePage(manager, filter, page);
      return isCounted(filter) ? bucketPage(manager, filter, page) : countedPage(manager, filter, page);
    });
  }

  /** Up to `limit` rows behind a place, or `offset` rows from the start, without counting any. */
  rowsAfter(
    filter: JobFilter,
    page: { order: ListOrder; limit: number; offset: number; after?: JobPlace },
  ): Promise<JobRow[]> {
    const { sort, index, only } = SORTS[page.order];
    const wanted = page.order === 'queue' ? { ...filter, status: undefined } : filter;
    const base = rowConditions(wanted, only);
    const behind = page.after && after(page.after, page.order);
    const conditions = {
      sql: [...base.sql, ...(behind?.sql ?? [])],
      values: [...base.values, ...(behind?.values ?? [])],
    };
    return this.database.read((manager) => select(manager, conditions, sort, page.limit, page.offset, index));
  }

  /** How many jobs match. */
  total(filter: JobFilter, order: ListOrder): Promise<number> {
    return this.database.read(async (manager) => {
      if (order === 'queue')
        return count(manager, rowConditions({ ...filter, status: undefined }, [`status = 'pending'`]));
      if (!isCounted(filter)) return count(manager, rowConditions(filter));
      const inBuckets = bucketConditions(filter);
      const [row] = await manager.query<[{ jobs: number }]>(
        `SELECT coalesce(sum(jobs), 0) AS jobs FROM job_buckets ${where(inBuckets.sql)}`,
        inBuckets.values,
      );
      return row.jobs;
    });
  }

  attempts(jobId: string): Promise<AttemptRow[]> {
    return this.database.read((manager) =>
      manager.query<AttemptRow[]>(`SELECT * FROM job_attempts WHERE mobilesd_job_id = ? ORDER BY attempt`, [
        jobId,
      ]),
    );
  }

  /** Jobs that are running now, or being stopped. */
  running(): Promise<JobRow[]> {
    return this.database.read((manager) =>
      manager.query<JobRow[]>(`SELECT ${COLUMNS} FROM jobs WHERE lease_owner IS NOT NULL`),
    );
  }
}

export interface AttemptRow {
  attempt: number;
  server_alias: string;
  reattached: 0 | 1;
  started_timestamp: string;
  ended_timestamp: string | null;
  outcome: string | null;
  error_json: string | null;
}

async function bucketPage(
  manager: EntityManager,
  filter: JobFilter,
  page: JobPage,
): Promise<{ total: number; rows: JobRow[] }> {
  const inBuckets = bucketConditions(filter);
  const down = page.order === 'desc';
  const buckets = await manager.query<{ bucket: number; jobs: number }[]>(
    `SELECT bucket, sum(jobs) AS jobs FROM job_buckets ${where(inBuckets.sql)} GROUP BY bucket ORDER BY bucket ${down ? 'DESC' : 'ASC'}`,
    inBuckets.values,
  );
  const total = buckets.reduce((sum, bucket) => sum + bucket.jobs, 0);
  let skip = page.offset;
  const start = buckets.find((bucket) => {
    if (skip < bucket.jobs) return true;
    skip -= bucket.jobs;
    return false;
  });
  if (!start) return { total, rows: [] };
  const edge = down
    ? `seq < ${(start.bucket + 1) * 2 ** BUCKET_BITS}`
    : `seq >= ${start.bucket * 2 ** BUCKET_BITS}`;
  const rows = await select(
    manager,
    rowConditions(filter, [edge]),
    `seq ${down ? 'DESC' : 'ASC'}`,
    page.limit,
    skip,
  );
  return { total, rows };
}

async function countedPage(
  manager: EntityManager,
  filter: JobFilter,
  page: JobPage,
): Promise<{ total: number; rows: JobRow[] }> {
  const conditions = rowConditions(filter);
  const total = await count(manager, conditions);
  return {
    total,
    rows: await select(
      manager,
      conditions,
      `seq ${page.order === 'desc' ? 'DESC' : 'ASC'}`,
      page.limit,
      page.offset,
    ),
  };
}

async function queuePage(
  manager: EntityManager,
  filter: JobFilter,
  page: JobPage,
): Promise<{ total: number; rows: JobRow[] }> {
  const conditions = rowConditions({ ...filter, status: undefined }, [`status = 'pending'`]);
  const total = await count(manager, conditions);
  return { total, rows: await select(manager, conditions, QUEUE_SORT, page.limit, page.offset, QUEUE_ORDER) };
}

async function count(manager: EntityManager, conditions: Conditions): Promise<number> {
  const [row] = await manager.query<[{ jobs: number }]>(
    `SELECT count(*) AS jobs FROM jobs ${where(conditions.sql)}`,
    conditions.values,
  );
  return row.jobs;
}

function select(
  manager: EntityManager,
  conditions: Conditions,
  order: string,
  limit: number,
  offset: number,
  index = '',
): Promise<JobRow[]> {
  return manager.query<JobRow[]>(
    `SELECT ${COLUMNS} FROM jobs ${index} ${where(conditions.sql)} ORDER BY ${order} LIMIT ? OFFSET ?`,
    [...conditions.values, limit, offset],
  );
}
