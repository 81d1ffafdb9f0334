import { useSyncExternalStore } from 'react';
import { liveStream, type LiveState } from './live-stream';

const POLL_MS = 5_000;

export const useLiveState = (): LiveState => useSyncExternalStore(liveStream.onState, () => liveStream.state);

/** For `refetchInterval`: lists are polled only while no events come. */
export function usePollWhenNotLive(everyMs = POLL_MS): number | false {
  const state = useLiveState();
  return state === 'live' || state === 'resting' ? false : everyMs;
}
