// The WHERE of a list of jobs. Pure.
import type { JobPlace } from './job-cursor.js';
import type { JobFilter } from './job-filter.js';

export interface Conditions {
  sql: string[];
  values: unknown[];
}

export type ListOrder = 'asc' | 'desc' | 'queue' | 'ended';

export function where(sql: string[]): string {
  return sql.length ? `WHERE ${sql.join(' AND ')}` : '';
}

/** Can the totals of this filter be had from `job_buckets`? */
export function isCounted(filter: JobFilter): boolean {
  const { bulk, apiKeyId, text, createdAfter, createdBefore } = filter;
  return [bulk, apiKeyId, text, createdAfter, createdBefore].every((one) => one === undefined);
}

export function bucketConditions(filter: JobFilter): Conditions {
  return conditionsOf({
    status: filter.status,
    app_type: filter.appType,
    server: filter.server,
    source: filter.source,
  });
}

export function rowConditions(filter: JobFilter, more: string[] = []): Conditions {
  const base = conditionsOf({
    status: filter.status,
    app_type: filter.appType,
    target_server_alias: filter.server === '' ? null : filter.server,
    source_info: filter.source === '' ? null : filter.source,
    bulk_job_id: filter.bulk,
    api_key_id: filter.apiKeyId,
  });
  addText(base, filter.text);
  addTimes(base, filter);
  return { sql: [...base.sql, ...more], values: base.values };
}

/** Rows behind a place, in the order of the list. */
export function after(place: JobPlace, order: ListOrder): Conditions {
  if (order === 'desc') return { sql: ['seq < ?'], values: [place.seq] };
  if (order === 'asc') return { sql: ['seq > ?'], values: [place.seq] };
  if (order === 'ended')
    return {
      sql: ['(completion_timestamp, seq) < (?, ?)'],
      values: [place.completion_timestamp ?? '', place.seq],
    };
  return {
    sql: ['priority <= ? AND (priority < ? OR (round, position, seq) > (?, ?, ?))'],
    values: [place.priority, place.priority, place.round, place.position, place.seq],
  };
}

function addText(conditions: Conditions, text: string | undefined): void {
  if (text === undefined) return;
  const pattern = text.replace(/[\\%_]/g, '\\$&');
  conditions.sql.push(`(prompt LIKE ? ESCAPE '\\' OR mobilesd_job_id LIKE ? ESCAPE '\\')`);
  conditions.values.push(`%${pattern}%`, `${pattern}%`);
}

/** Arrival and time of arrival go together, so times become bounds of `seq`, which the list is read by. */
function addTimes(conditions: Conditions, filter: JobFilter): void {
  if (filter.createdAfter !== undefined) {
    conditions.sql.push(
      `seq >= (SELECT min(seq) FROM jobs INDEXED BY jobs_by_time WHERE creation_timestamp >= ?) AND +creation_timestamp >= ?`,
    );
    conditions.values.push(filter.createdAfter, filter.createdAfter);
  }
  if (filter.createdBefore !== undefined) {
    conditions.sql.push(
      `seq <= (SELECT max(seq) FROM jobs INDEXED BY jobs_by_time WHERE creation_timestamp < ?) AND +creation_timestamp < ?`,
    );
    conditions.values.push(filter.createdBefore, filter.createdBefore);
  }
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
