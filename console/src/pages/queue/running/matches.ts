// The filter of the page on jobs that are at hand anyway. Pure.
import type { Job } from '../../../api/queries/queue';
import type { QueueFilter } from '../filter/queue-filter';

type Facts = Pick<
  Job,
  | 'job_id'
  | 'app_type'
  | 'target_server_alias'
  | 'server_alias'
  | 'api_key_id'
  | 'source_info'
  | 'bulk_job_id'
  | 'generation_params'
  | 'creation_timestamp'
>;

export function matches(job: Facts, filter: QueueFilter): boolean {
  const { app_type, server, key, source, bulk, text, created_after, created_before } = filter;
  if (app_type && job.app_type !== app_type) return false;
  if (server === 'any' ? job.target_server_alias !== null : server && job.server_alias !== server)
    return false;
  if (key && String(job.api_key_id ?? 'none') !== key) return false;
  if (source && job.source_info !== source) return false;
  if (bulk && (job.bulk_job_id ?? 'none') !== bulk) return false;
  if (created_after && Date.parse(job.creation_timestamp) < Date.parse(created_after)) return false;
  if (created_before && Date.parse(job.creation_timestamp) >= Date.parse(created_before)) return false;
  return !text || holds(job, text.toLowerCase());
}

function holds({ job_id, generation_params: params }: Facts, wanted: string): boolean {
  const prompt = params['prompt'];
  return job_id.startsWith(wanted) || (typeof prompt === 'string' && prompt.toLowerCase().includes(wanted));
}
