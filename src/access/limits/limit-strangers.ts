// Counts those who have not shown who they are, for every address, whether a route has it or not: before the routes,
// where the guard stands, a flood of made-up addresses would pass uncounted.
import type { NextFunction, Response } from 'express';
import { identityOf, isKnown, type IdentifiedRequest } from '../identity/identity.js';
import { overLimit, rateHeaders, type RateLimits } from './rate-limits.js';

/** Express middleware, right after it is known who calls. */
export function limitStrangers(limits: RateLimits) {
  const refusal = async (request: IdentifiedRequest, response: Response): Promise<unknown> => {
    if (isKnown(identityOf(request))) return undefined;
    const standing = await limits.count(request, false);
    if (!standing) return undefined;
    response.set(rateHeaders(standing));
    if (!standing.isOver) return undefined;
    const refused = overLimit(standing);
    request.refusal = refused.code;
    response.set('Retry-After', String(refused.retryAfterSeconds));
    return refused;
  };
  return (request: IdentifiedRequest, response: Response, next: NextFunction): void => {
    refusal(request, response).then(next, next);
  };
}
