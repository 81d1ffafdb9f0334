// What has ended, the last first. The pages patch themselves (`mergeNewest`): reading all of them again for each job
// that ends would be reading the world.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, take } from '../client';
import { keys } from '../keys';
import type { Job } from './queue';
import type { ListFilter } from './waiting';

const FIELDS = [
  ...(['status', 'app_type', 'target_server_alias', 'server_alias', 'source_info', 'bulk_job_id'] as const),
  ...(['started_timestamp', 'completion_timestamp', 'creation_timestamp', 'error', 'warnings'] as const),
  ...(['generation_params', 'width', 'height', 'image_count', 'images', 'actions', 'priority'] as const),
];
export type EndedJob = Pick<Job, 'job_id' | (typeof FIELDS)[number]>;

export interface EndedPage {
  jobs: EndedJob[];
  next_cursor: string | null;
}

const PER_PAGE = 50;

export type EndedFilter = ListFilter & { status: string };

export async function readEnded(
  filter: EndedFilter,
  cursor?: string,
  signal?: AbortSignal,
): Promise<EndedPage> {
  const query = { ...filter, order: 'ended' as const, limit: PER_PAGE, cursor, fields: FIELDS.join(',') };
  const { jobs, next_cursor } = await take(api.GET('/api/v2/queue/jobs', { params: { query }, signal }));
  return { jobs, next_cursor };
}

export const endedQuery = (filter: EndedFilter) =>
  infiniteQueryOptions({
    queryKey: keys.jobList({ ended: filter }),
    queryFn: ({ pageParam, signal }) => readEnded(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    meta: { patched: true },
  });
