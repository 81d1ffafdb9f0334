import { useEffect, useEffectEvent } from 'react';
import { liveStream, type LiveEvent } from './live-stream';

/** Calls `listener` with every event while the component is shown. */
export function useLiveEvent(listener: (event: LiveEvent) => void): void {
  const latest = useEffectEvent(listener);
  useEffect(() => liveStream.onEvent(latest), []);
}
