import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { bulksQuery } from '../../../api/queries/bulks';
import { endedQuery, type EndedJob, type EndedPage } from '../../../api/queries/ended';
import { useLiveEvent } from '../../../live/use-live-event';
import { usePollWhenNotLive } from '../../../live/use-live-state';
import { isNarrowed, queryOf, type QueueFilter, type State } from '../filter/queue-filter';
import { endedLists } from './ended-lists';
import { finishedRows, type FinishedRow } from './finished-rows';

const GATHER_MS = 1_000;

const jobsOf = (data: InfiniteData<EndedPage> | undefined): EndedJob[] =>
  (data?.pages.flatMap(({ jobs }) => jobs) ?? []).filter(({ job_id }) => !endedLists.isLeaving(job_id));

export type Finished = ReturnType<typeof useFinished>;

/** What has ended: with bulks as one row each, or plain where a filter looks into them. */
export function useFinished(filter: QueueFilter, states: readonly State[], opened: string | null) {
  const status = states.join(',');
  const grouped = !isNarrowed(filter) && states.length === 3;
  const query = queryOf(filter);
  const alone = useInfiniteQuery({
    ...endedQuery({ ...query, status, ...(grouped ? { bulk: 'none' } : {}) }),
    enabled: states.length > 0,
  });
  const bulks = useInfiniteQuery({ ...bulksQuery, enabled: grouped });
  const within = useInfiniteQuery({
    ...endedQuery({ status, bulk: opened ?? '' }),
    enabled: grouped && opened !== null,
  });
  useNewest();
  // Bulks that are older than the jobs that have been read would pop up above them later.
  const oldest = alone.data?.pages.at(-1)?.jobs.at(-1)?.completion_timestamp ?? '';
  const lastBulk = bulks.data?.pages.at(-1)?.bulks.at(-1)?.creation_timestamp ?? '';
  const { hasNextPage: moreBulks, isFetching: readingBulks, fetchNextPage: readBulks } = bulks;
  useEffect(() => {
    if (grouped && moreBulks && !readingBulks && lastBulk > oldest) void readBulks();
  }, [grouped, moreBulks, readingBulks, lastBulk, oldest, readBulks]);
  const rows = useMemo((): FinishedRow[] => {
    const open =
      opened === null ? null : { id: opened, jobs: jobsOf(within.data), hasMore: within.hasNextPage };
    const known = grouped ? (bulks.data?.pages.flatMap((page) => page.bulks) ?? []) : [];
    return finishedRows(jobsOf(alone.data), known, alone.hasNextPage, open);
  }, [alone.data, alone.hasNextPage, bulks.data, grouped, opened, within.data, within.hasNextPage]);
  return { rows, alone, within, grouped };
}

/** Reads the newest page again after something has ended, once a second however much does. */
function useNewest(): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const gone = useRef(new Set<string>());
  const poll = usePollWhenNotLive();
  useLiveEvent((event) => {
    const isAboutJobs = event.type === 'reset' || event.type.startsWith('job.');
    if (!isAboutJobs || event.type === 'job.progress' || event.type === 'job.preview') return;
    if (event.type === 'job.created') return;
    const hasLeft = event.type === 'job.deleted' || event['status'] === 'pending';
    if (hasLeft && event.job_id !== undefined) gone.current.add(event.job_id);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (gone.current.size) endedLists.remove(gone.current);
      gone.current = new Set();
      void endedLists.refresh();
    }, GATHER_MS);
  });
  useEffect(() => {
    if (poll === false) return;
    const every = setInterval(() => void endedLists.refresh(), poll);
    return () => clearInterval(every);
  }, [poll]);
  useEffect(() => () => clearTimeout(timer.current), []);
}
