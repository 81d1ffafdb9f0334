// Lists of jobs. Totals and deep pages come from `job_buckets` (how many jobs of each kind lie in each stretch of 2,048
// arrivals), so that neither grows with the table; a filter by bulk or text counts the rows it finds.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../database/database.js';
import type { JobRow } from './job.js';

export interface JobFilter {
  status?: string[];
  appType?: string;
  /** Alias; empty string for jobs that may run anywhere. */
  server?: string;
  source?: string;
  bulk?: string;
  /** Of the key that they belong to; -1 for none. */
  apiKeyId?: number;
  /** Part of the prompt, or the beginning of the id. */
  text?: string;
}

export interface JobPage {
  limit: number;
  offset: number;
  /** By arrival (`asc` oldest first), or `queue`: waiting jobs in the order they will run. */
  order: 'asc' | 'desc' | 'queue';
}

const BUCKET_BITS = 11;
/** Without statistics SQLite would rather read every waiting job by its state. */
export const QUEUE_ORDER = 'INDEXED BY jobs_waiting_order';
/** Columns of a list; the long documents stay out of it. */
const COLUMNS = `seq, mobilesd_job_id, status, app_type, target_server_alias, source_info, api_key_id, bulk_job_id, lane, priority, round,
  position, not_before, held, max_retries, retry_count, crash_count, attempt, server_id, slot_server_id, slot_no, lease_owner, lease_until,
  phase, progress, step, steps, eta_seconds, creation_timestamp, last_updated_timestamp, started_timestamp, generation_done_timestamp,
  completion_timestamp, forge_session_hash, forge_internal_task_id, prompt, image_count, waiting_reason_json, error_json, warnings_json,
  metadata_json, webhook_json, depends_on_json, prompt_choices_json, generation_params_json, result_details_json, NULL AS handle_json, NULL AS request_json, NULL AS sent_json, NULL AS received_json`;

@Injectable()
export class JobListRepository {
  constructor(private readonly database: Database) {}

  list(filter: JobFilter, page: JobPage): Promise<{ total: number; rows: JobRow[] }> {
    return this.database.read(async (manager) => {
      if (page.order === 'queue') return queuePage(manager, filter, page);
      if (filter.bulk !== undefined || filter.apiKeyId !== undefined || filter.text !== undefined)
        return countedPage(manager, filter, page);
      return bucketPage(manager, filter, page);
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

interface Conditions {
  sql: string[];
  values: unknown[];
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
  const order = 'priority DESC, round, position';
  return { total, rows: await select(manager, conditions, order, page.limit, page.offset, QUEUE_ORDER) };
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

function where(sql: string[]): string {
  return sql.length ? `WHERE ${sql.join(' AND ')}` : '';
}

function bucketConditions(filter: JobFilter): Conditions {
  return conditionsOf({
    status: filter.status,
    app_type: filter.appType,
    server: filter.server,
    source: filter.source,
  });
}

function rowConditions(filter: JobFilter, more: string[] = []): Conditions {
  const base = conditionsOf({
    status: filter.status,
    app_type: filter.appType,
    target_server_alias: filter.server === '' ? null : filter.server,
    source_info: filter.source === '' ? null : filter.source,
    bulk_job_id: filter.bulk,
    api_key_id: filter.apiKeyId,
  });
  if (filter.text !== undefined) {
    base.sql.push(`(prompt LIKE ? ESCAPE '\\' OR mobilesd_job_id LIKE ? ESCAPE '\\')`);
    const text = filter.text.replace(/[\\%_]/g, '\\$&');
    base.values.push(`%${text}%`, `${text}%`);
  }
  return { sql: [...base.sql, ...more], values: base.values };
}

function conditionsOf(columns: Record<string, string | number | string[] | null | undefined>): Conditions {
  const conditions: Conditions = { sql: [], values: [] };
  for (const [column, value] of Object.entries(columns)) {
    if (value === undefined) continue;
    if (value === null) conditions.sql.push(`${column} IS NULL`);
    else if (typeof value === 'string' || typeof value === 'number') {
      conditions.sql.push(`${column} = ?`);
      conditions.values.push(value);
    } else {
      conditions.sql.push(`${column} IN (${value.map(() => '?').join(', ')})`);
      conditions.values.push(...value);
    }
  }
  return conditions;
}
