import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys } from '../../../api/keys';
import { queryClient } from '../../../api/query-client';
import type { Job } from '../../../api/queries/queue';
import { wallBulkQuery, wallJobQuery } from '../../../api/queries/wall';
import { useLiveEvent } from '../../../live/use-live-event';
import { usePollWhenNotLive } from '../../../live/use-live-state';
import { useSitting } from './sitting';

/** All jobs of this sitting, as they are now. */
export function useWallJobs(): Job[] {
  const sitting = useSitting();
  const refetchInterval = usePollWhenNotLive();
  return useQueries({
    queries: sitting.map(({ kind, id }) => ({
      ...(kind === 'job' ? wallJobQuery(id) : wallBulkQuery(id)),
      refetchInterval,
    })),
    combine: collect,
  });
}

const collect = (results: UseQueryResult<Job[]>[]): Job[] => results.flatMap(({ data }) => data ?? []);

const GATHER_MS = 250;

/** Reads what an event tells of again; once for the whole page. */
export function useFollowSitting(): void {
  const sitting = useSitting();
  const waiting = useRef(new Map<string, readonly unknown[]>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLiveEvent(({ type, job_id: job, bulk_job_id: bulk }) => {
    if (type === 'job.progress' || type === 'job.preview') return;
    for (const { kind, id } of sitting)
      if (kind === 'job' ? id === job : id === bulk)
        waiting.current.set(id, kind === 'job' ? keys.wallJob(id) : keys.wallBulk(id));
    if (!waiting.current.size) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const queryKey of waiting.current.values()) void queryClient.invalidateQueries({ queryKey });
      waiting.current.clear();
    }, GATHER_MS);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
