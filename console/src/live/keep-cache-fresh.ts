// Events tell what has changed; what was read of it is read again. Bursts (a bulk of a thousand) are gathered, so that a
// list is read a few times a second at most. Pages that patch their lists themselves opt out with `meta: { patched: true }`.
import { keys } from '../api/keys';
import { queryClient } from '../api/query-client';
import { liveStream, type LiveEvent } from './live-stream';

const GATHER_MS = 300;

/** Which cached answers an event makes old. */
function staleAfter(event: LiveEvent): readonly (readonly unknown[])[] {
  if (event.type === 'job.progress' || event.type === 'job.preview') return [];
  if (event.type === 'job.completed') return [keys.jobs, keys.queue, keys.gallery, keys.bulks, keys.servers];
  const [kind] = event.type.split('.');
  if (kind === 'job') return [keys.jobs, keys.queue, keys.bulks, keys.servers];
  if (kind === 'bulk') return [keys.bulks];
  if (kind === 'server') return [keys.servers];
  if (kind === 'queue') return [keys.queue, keys.jobs];
  if (kind === 'image') return [keys.gallery];
  if (kind === 'webhook') return [keys.webhooks];
  if (kind === 'workflow') return [keys.workflows];
  if (kind === 'api_key') return [keys.apiKeys];
  return [];
}

export function keepCacheFresh(): () => void {
  const waiting = new Map<string, readonly unknown[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    for (const queryKey of waiting.values())
      void queryClient.invalidateQueries({ queryKey, predicate: ({ meta }) => meta?.['patched'] !== true });
    waiting.clear();
  };
  const stop = liveStream.onEvent((event) => {
    // Away for too long: nothing that was read can be trusted.
    if (event.type === 'reset') return void queryClient.invalidateQueries();
    for (const key of staleAfter(event)) waiting.set(key.join(), key);
    if (waiting.size) timer ??= setTimeout(flush, GATHER_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
