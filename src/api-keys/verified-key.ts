import type { PrincipalFacts } from '../access/contract/index.js';

/** Limits of a key; null or absent: the server's own. */
export interface KeyLimits {
  /** Submits (jobs and bulks) in a minute; bursts of as many are fine. */
  submitsPerMinute: number | null;
  /** All other requests in a minute. */
  requestsPerMinute: number | null;
  maxQueued: number | null;
  maxRunning: number | null;
  gpuSecondsPerDay: number | null;
  /** Most jobs of one bulk. */
  maxBulk: number | null;
  /** What happens to a job beyond `maxQueued` or `gpuSecondsPerDay`. */
  onExceed: 'defer' | 'reject';
}

/** A key whose secret was right. */
export interface VerifiedKey {
  facts: Omit<PrincipalFacts, 'via' | 'kind'> & { keyId: number };
  limits: KeyLimits;
  /** Why it is refused although its secret is right. */
  refusal: 'api_key_expired' | 'api_key_inactive' | null;
}
