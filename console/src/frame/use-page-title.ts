import { useEffect } from 'react';
import { useQueueState, useRunningJobs } from '../api/queries/queue';
import { useLiveJob } from '../live/live-jobs';
import { text } from '../text';
import { drawFavicon } from './favicon';

/** Progress in the tab's title and icon: "63 % · 4 waiting". */
export function usePageTitle(): void {
  const { data: queue } = useQueueState();
  const { data: running } = useRunningJobs();
  const first = running?.[0];
  const live = useLiveJob(first?.job_id);
  const waiting = queue?.jobs.pending ?? 0;
  const percent = first ? Math.round(Math.max(live?.progress ?? 0, first.progress)) : null;
  const said =
    percent !== null ? text.title.running(percent, waiting) : waiting ? text.title.waiting(waiting) : null;
  useEffect(() => {
    document.title = said === null ? text.app : `${said} — ${text.app}`;
  }, [said]);
  useEffect(() => drawFavicon(percent), [percent]);
}
