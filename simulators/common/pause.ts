import { LifeEnded } from './life-ended.js';

/**
 * Waits `ms` milliseconds, or until the life of the imitated process ends.
 * @throws LifeEnded when `signal` fires first.
 */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new LifeEnded());
    if (ms <= 0) return void setImmediate(resolve);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new LifeEnded());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
