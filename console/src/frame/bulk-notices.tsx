import { useEffect } from 'react';
import { liveStream } from '../live/live-stream';
import { tellUnseen } from '../live/tell-unseen';
import { useLiveEvent } from '../live/use-live-event';
import { usePreference } from '../lib/preferences';
import { api, take } from '../api/client';
import { toast } from '../components/toast';
import { chime } from '../lib/chime';
import { notifyPerson } from '../lib/notify-person';
import { text } from '../text';

/** Tells that a bulk has ended; if that is wanted, also when nobody looks at the page. */
export function BulkNotices() {
  const [sound] = usePreference('sound');
  const [notices] = usePreference('notices');
  const unseen = sound || notices;
  useEffect(() => (unseen ? tellUnseen() : undefined), [unseen]);
  useLiveEvent((event) => {
    if (event.type !== 'bulk.finished' || event.bulk_job_id === undefined) return;
    // Another tab tells.
    if (document.hidden && !liveStream.isKeptUnseen) return;
    void announce(event.bulk_job_id, notices && document.hidden);
    if (sound) chime();
  });
  return null;
}

async function announce(id: string, bySystem: boolean): Promise<void> {
  const path = { id };
  // Gone meanwhile: then there is nothing to tell.
  const bulk = await take(api.GET('/api/v2/generate/bulk/{id}', { params: { path } })).catch(() => null);
  if (!bulk) return;
  const title = text.notices.bulkDone(bulk.name ?? id);
  const body = text.notices.bulkDoneBody(bulk.completed_jobs, bulk.failed_jobs);
  const notice = { title, body, path: `/gallery?bulk=${id}` };
  if (!bySystem || !(await notifyPerson(notice))) toast.done(`${title}. ${body}.`);
}
