// Waiting jobs by the stretch: counts first, then only what is looked at.
import { api, take } from '../client';
import type { Job } from './queue';

/** What a row of a waiting job shows. */
const FIELDS = [
  ...(['status', 'app_type', 'target_server_alias', 'source_info', 'api_key_id', 'bulk_job_id'] as const),
  ...([
    'priority',
    'held',
    'not_before',
    'queue_position',
    'waiting_reason',
    'estimated_start_time',
  ] as const),
  ...(['generation_params', 'width', 'height', 'actions', 'retry_count'] as const),
];
export type WaitingJob = Pick<Job, 'job_id' | (typeof FIELDS)[number]>;

export interface ListFilter {
  app_type?: string;
  server?: string;
  key?: string;
  source?: string;
  /** Id of a bulk; `none` for jobs that came alone. */
  bulk?: string;
  text?: string;
  created_after?: string;
  created_before?: string;
}

export const readGroups = (filter: ListFilter, signal?: AbortSignal) =>
  take(api.GET('/api/v2/queue/groups', { params: { query: filter }, signal }));

export async function readWaiting(
  filter: ListFilter,
  page: { offset: number; limit: number },
  signal?: AbortSignal,
): Promise<WaitingJob[]> {
  const query = { ...filter, ...page, order: 'queue' as const, fields: FIELDS.join(',') };
  return (await take(api.GET('/api/v2/queue/jobs', { params: { query }, signal }))).jobs;
}

const IDS_AT_ONCE = 200;

/** All ids that match, in the order of the queue (or of their ends): for actions on more than what is shown. */
export async function readAllIds(
  filter: ListFilter & { status?: string },
  order: 'queue' | 'ended',
): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { ...filter, order, cursor, limit: IDS_AT_ONCE, fields: 'status' };
    const page = await take(api.GET('/api/v2/queue/jobs', { params: { query } }));
    ids.push(...page.jobs.map(({ job_id }) => job_id));
    if (page.next_cursor === null) return ids;
    cursor = page.next_cursor;
  }
}
