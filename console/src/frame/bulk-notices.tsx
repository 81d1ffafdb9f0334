import { useLiveEvent } from '../live/use-live-event';
import { usePreference } from '../lib/preferences';
import { api, take } from '../api/client';
import { toast } from '../components/toast';
import { chime } from '../lib/chime';
import { notifyPerson } from '../lib/notify-person';
import { text } from '../text';

/** Tells that a bulk has ended, also when the page is not looked at. */
export function BulkNotices() {
  const [sound] = usePreference('sound');
  useLiveEvent((event) => {
    if (event.type !== 'bulk.finished' || event.bulk_job_id === undefined) return;
    void announce(event.bulk_job_id);
    if (sound) chime();
  });
  return null;
}

async function announce(id: string): Promise<void> {
  const path = { id };
  // Gone meanwhile: then there is nothing to tell.
  const bulk = await take(api.GET('/api/v2/generate/bulk/{id}', { params: { path } })).catch(() => null);
  if (!bulk) return;
  const title = text.notices.bulkDone(bulk.name ?? id);
  const body = text.notices.bulkDoneBody(bulk.completed_jobs, bulk.failed_jobs);
  if (!notifyPerson(title, body)) toast.done(`${title}. ${body}.`);
}
