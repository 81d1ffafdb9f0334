// What messages tell of jobs and bulks, and whom besides the subscriptions they go to; read for a page of events in one
// go. Read only: jobs and bulks belong to their own modules.
import { Injectable } from '@nestjs/common';
import { isJsonObject, parseJson } from '../common/json.js';
import { Database } from '../database/database.js';
import type { StoredWebhook } from './contract/webhook-intake.js';

export interface JobFacts {
  mobilesd_job_id: string;
  status: string;
  app_type: string;
  source_info: string | null;
  api_key_id: number | null;
  bulk_job_id: string | null;
  target_server_alias: string | null;
  server_alias: string | null;
  progress: number;
  retry_count: number;
  image_count: number;
  creation_timestamp: string;
  started_timestamp: string | null;
  completion_timestamp: string | null;
  error_json: string | null;
  warnings_json: string | null;
  metadata_json: string | null;
  generation_params_json: string;
  webhook_json: string | null;
}

export interface BulkFacts {
  id: string;
  name: string | null;
  app_type: string;
  source_info: string | null;
  api_key_id: number | null;
  target_server_alias: string | null;
  total_jobs: number;
  created_timestamp: string;
  finished_timestamp: string | null;
  webhook_json: string | null;
}

export interface Facts {
  jobs: Map<string, JobFacts>;
  bulks: Map<string, BulkFacts>;
  /** `job:<id>` and `bulk:<id>` of those that are deleted. */
  leftovers: Map<string, string>;
}

const JOB_COLUMNS = `j.mobilesd_job_id, j.status, j.app_type, j.source_info, j.api_key_id, j.bulk_job_id, j.target_server_alias,
  s.alias AS server_alias, j.progress, j.retry_count, j.image_count, j.creation_timestamp, j.started_timestamp,
  j.completion_timestamp, j.error_json, j.warnings_json, j.metadata_json, j.generation_params_json, j.webhook_json`;

@Injectable()
export class MessageFactsRepository {
  constructor(private readonly database: Database) {}

  /** Those that exist; the deleted ones are absent. */
  of(jobIds: Iterable<string>, bulkIds: Iterable<string>): Promise<Facts> {
    return this.database.read(async (manager) => {
      const jobs = await manager.query<JobFacts[]>(
        `SELECT ${JOB_COLUMNS} FROM jobs j LEFT JOIN servers s ON s.id = j.server_id
           WHERE j.mobilesd_job_id IN (SELECT value FROM json_each(?))`,
        [JSON.stringify([...jobIds])],
      );
      const bulks = await manager.query<BulkFacts[]>(
        `SELECT id, name, app_type, source_info, api_key_id, target_server_alias, total_jobs, created_timestamp,
           finished_timestamp, webhook_json FROM bulks WHERE id IN (SELECT value FROM json_each(?))`,
        [JSON.stringify([...bulkIds])],
      );
      const left = await manager.query<{ kind: string; id: string; webhook_json: string }[]>(
        `SELECT kind, id, webhook_json FROM webhook_leftovers`,
      );
      return {
        jobs: new Map(jobs.map((job) => [job.mobilesd_job_id, job])),
        bulks: new Map(bulks.map((bulk) => [bulk.id, bulk])),
        leftovers: new Map(left.map(({ kind, id, webhook_json }) => [`${kind}:${id}`, webhook_json])),
      };
    });
  }

  /** How many jobs of a bulk are in each state. */
  bulkCounts(bulkId: string): Promise<Record<string, number>> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ status: string; jobs: number }[]>(
        `SELECT status, count(*) AS jobs FROM jobs WHERE bulk_job_id = ? GROUP BY status`,
        [bulkId],
      );
      return Object.fromEntries(rows.map(({ status, jobs }) => [status, jobs]));
    });
  }

  /** What the server said of a job's images, for receivers that expect A1111's `info`. */
  received(jobId: string): Promise<string | null> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<{ received_json: string | null }[]>(
        `SELECT received_json FROM jobs WHERE mobilesd_job_id = ?`,
        [jobId],
      );
      return row?.received_json ?? null;
    });
  }
}

/** What `webhook_json` holds; undefined for what another version or a hand has written. */
export function readStoredWebhook(json: string | null | undefined): StoredWebhook | undefined {
  const value = json ? parseJson(json) : undefined;
  if (!isJsonObject(value) || typeof value['url'] !== 'string' || !URL.canParse(value['url']))
    return undefined;
  if (!Array.isArray(value['events']) || typeof value['baseUrl'] !== 'string') return undefined;
  if (typeof value['urlSealed'] !== 'string') return undefined;
  return value as unknown as StoredWebhook;
}
