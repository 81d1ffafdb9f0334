// How many requests a minute: submits and all others apart, so that polling never keeps a job out; per key, and per
// address where there is no key. A minute's worth may come at once: a hundred submits within seconds are normal.
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RateLimitedError } from '../access.errors.js';
import { addressBlock, clientAddress, isForwarded, isLoopback, peerOf } from '../http/client-address.js';
import { identityOf, isKnown, type IdentifiedRequest } from '../identity/identity.js';

const WINDOW_SECONDS = 60;
export const SUBMITS_PER_MINUTE = 600;
export const REQUESTS_PER_MINUTE = 2_400;
/** Of an address that has not shown who it is, or has shown it wrongly. */
export const STRANGERS_PER_MINUTE = 300;

export type Counted = 'submit' | 'request' | 'stranger';

/** Where a caller stands with one of its limits. */
export interface RateStanding {
  counted: Counted;
  perMinute: number;
  left: number;
  resetSeconds: number;
  isOver: boolean;
}

@Injectable()
export class RateLimits {
  /** One for each number of requests a minute; they forget a caller after its minute. */
  private readonly limiters = new Map<number, RateLimiterMemory>();

  /** Counts the request. Null: this caller is not limited. */
  async count(request: IdentifiedRequest, isSubmit: boolean): Promise<RateStanding | null> {
    const limit = limitOf(request, isSubmit);
    if (!limit) return null;
    const result = await consume(this.limiter(limit.perMinute), `${limit.counted} ${limit.caller}`);
    const consumed = result.consumedPoints;
    return {
      counted: limit.counted,
      perMinute: limit.perMinute,
      left: Math.max(0, limit.perMinute - consumed),
      resetSeconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
      isOver: consumed > limit.perMinute,
    };
  }

  private limiter(perMinute: number): RateLimiterMemory {
    let limiter = this.limiters.get(perMinute);
    if (!limiter) {
      limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
      this.limiters.set(perMinute, limiter);
    }
    return limiter;
  }
}

/** What a caller beyond its limit is told. */
export function overLimit({ counted, perMinute, resetSeconds }: RateStanding): RateLimitedError {
  const what = { submit: 'submits', request: 'requests', stranger: 'requests without a key' }[counted];
  return new RateLimitedError(`More than ${perMinute} ${what} in a minute`, resetSeconds);
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
export function rateHeaders({
  counted,
  perMinute,
  left,
  resetSeconds,
}: RateStanding): Record<string, string> {
  return {
    'RateLimit-Policy': `"${counted}";q=${perMinute};w=${WINDOW_SECONDS}`,
    RateLimit: `"${counted}";r=${left};t=${resetSeconds}`,
  };
}

function limitOf(
  request: IdentifiedRequest,
  isSubmit: boolean,
): { counted: Counted; caller: string; perMinute: number } | null {
  const identity = identityOf(request);
  const { principal, limits } = identity;
  if (principal.via === 'loopback') return null;
  const address = addressBlock(clientAddress(request));
  if (!isKnown(identity)) {
    // Health checks and scripts of this machine need no key, and no limit.
    if (!identity.problem && isLoopback(peerOf(request)) && !isForwarded(request)) return null;
    return { counted: 'stranger', caller: address, perMinute: STRANGERS_PER_MINUTE };
  }
  const caller = principal.keyId === null ? address : principal.owner;
  if (isSubmit)
    return { counted: 'submit', caller, perMinute: limits?.submitsPerMinute ?? SUBMITS_PER_MINUTE };
  return { counted: 'request', caller, perMinute: limits?.requestsPerMinute ?? REQUESTS_PER_MINUTE };
}

/** The library rejects with the same kind of result when the limit is passed. */
async function consume(limiter: RateLimiterMemory, caller: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(caller);
  } catch (result) {
    if (result instanceof RateLimiterRes) return result;
    throw result;
  }
}
