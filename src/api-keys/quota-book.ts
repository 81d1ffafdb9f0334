// How much of the queue each key may take, for those who hand out work. Kept in memory: limits change with the keys,
// use of the day is read from `api_key_usage` now and then.
export interface KeyQuota {
  keyId: number;
  /** Name of the key, for sentences. */
  name: string;
  maxQueued: number | null;
  maxRunning: number | null;
  gpuSecondsPerDay: number | null;
  /** GPU seconds of today (UTC), a few seconds old at most. */
  gpuSecondsToday: number;
  /** What happens to a job beyond a quota: it waits with its reason, or it is refused. */
  onExceed: 'defer' | 'reject';
  /** Most jobs of one bulk; null for the server's limit. */
  maxBulk: number | null;
}
