import { liveStream } from './live-stream';

const LOCK = 'stablequeue.unseen';

/**
 * Has one tab of this browser, and no more than one, keep its connection while nobody looks at it, to tell of what happens
 * then. Until the returned function is called; where browsers have no locks (plain HTTP), no tab does.
 */
export function tellUnseen(): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const hold = async (): Promise<void> => {
    const release = liveStream.keepUnseen();
    await new Promise((stopped) => signal.addEventListener('abort', stopped, { once: true }));
    release();
  };
  // Rejected when it is stopped before it has its turn.
  void navigator.locks?.request(LOCK, { signal }, hold).catch(() => undefined);
  return () => stop.abort();
}
