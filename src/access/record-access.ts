// Notes every use and every refusal in the access log. Patterns of routes only: addresses may hold what is private.
import type { NextFunction, Response } from 'express';
import type { AccessLog } from '../api-keys/access-log.js';
import { clientAddress } from './http/client-address.js';
import { identityOf, type IdentifiedRequest } from './identity/identity.js';

/** Of no interest as long as they go well. */
const STATIC = /^\/(?:doc(?:-json)?(?:\/|$)|health(?:\/|$)|status$|assets\/|favicon|$)/;

export function recordAccess(log: AccessLog) {
  return (request: IdentifiedRequest, response: Response, next: NextFunction): void => {
    const address = clientAddress(request);
    // Not "finish": a client that hangs up, as every listener to events does, has used the route, too.
    response.once('close', () => {
      if (response.statusCode < 400 && STATIC.test(request.path)) return;
      const { principal, namedKeyId } = identityOf(request);
      log.record({
        who: principal.kind,
        keyId: principal.keyId ?? namedKeyId,
        via: principal.via,
        method: request.method,
        route: patternOf(request),
        status: response.statusCode,
        code: request.refusal ?? null,
        address,
        requestId: request.requestId ?? '',
      });
    });
    next();
  };
}

function patternOf(request: IdentifiedRequest): string {
  const route = request.route as { path?: unknown } | undefined;
  return typeof route?.path === 'string' ? route.path : '(unknown)';
}
