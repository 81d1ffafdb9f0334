// Notes every use and every refusal in the access log. Patterns of routes only: addresses may hold what is private.
// What stays open (event streams, held requests) is noted after a few seconds, not only when it ends.
import type { NextFunction, Response } from 'express';
import type { AccessLog } from '../api-keys/access-log.js';
import { STILL_OPEN } from '../api-keys/access-log.repository.js';
import type { Clock } from '../common/clock.js';
import { addressBlock, clientAddress } from './http/client-address.js';
import { identityOf, type IdentifiedRequest } from './identity/identity.js';
import { OnceAMinute } from './limits/once-a-minute.js';

/** Of no interest as long as they go well. */
const STATIC = /^\/(?:doc(?:-json)?(?:\/|$)|health(?:\/|$)|status$|assets\/|favicon|$)/;
const NOTE_OPEN_AFTER_MS = 3_000;
const NO_ROUTE = '(unknown)';

export function recordAccess(log: AccessLog, clock: Clock) {
  const repeated = new OnceAMinute(clock);

  /** Strangers cost nothing to be: what they repeat must not fill the log. */
  const isWorthARow = (request: IdentifiedRequest, response: Response): boolean => {
    const { principal, namedKeyId } = identityOf(request);
    const { statusCode: status } = response;
    const isOfRoute = patternOf(request) !== NO_ROUTE;
    // Without a route there is only the console: its pages and their files.
    if (status < 400 && (!isOfRoute || STATIC.test(request.path))) return false;
    if (principal.kind !== 'nobody' || (isOfRoute && status !== 429)) return true;
    if (status === 404 && namedKeyId === null) return false;
    const address = addressBlock(clientAddress(request));
    return repeated.isFirst(`${address} ${status} ${request.refusal ?? ''} ${namedKeyId ?? ''}`);
  };

  return (request: IdentifiedRequest, response: Response, next: NextFunction): void => {
    const address = clientAddress(request);
    const record = (status: number): void => {
      const { principal, namedKeyId } = identityOf(request);
      log.record({
        who: principal.kind,
        keyId: principal.keyId ?? namedKeyId,
        via: principal.via,
        method: request.method,
        route: patternOf(request),
        status,
        code: request.refusal ?? null,
        address,
        requestId: request.requestId ?? '',
      });
    };
    let isNoted = false;
    const timer = setTimeout(() => {
      // Whoever is nobody, or still sends a body, has not used any route yet.
      if (identityOf(request).principal.kind === 'nobody' || patternOf(request) === NO_ROUTE) return;
      isNoted = response.headersSent;
      record(isNoted ? response.statusCode : STILL_OPEN);
    }, NOTE_OPEN_AFTER_MS).unref();
    // Not "finish": a client that hangs up, as every listener to events does, has used the route, too.
    response.once('close', () => {
      clearTimeout(timer);
      if (!isNoted && isWorthARow(request, response)) record(response.statusCode);
    });
    next();
  };
}

function patternOf(request: IdentifiedRequest): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : NO_ROUTE;
}
