// Another site's page must not change anything here through the browser of somebody who can reach this server.
// Browsers say where a request comes from; programs do not, and pass.
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from './errors.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITES = new Set(['same-origin', 'none']);

/** `Sec-Fetch-Site` decides; on plain HTTP in a home network browsers leave it out, and `Origin` has to equal `Host`. */
export function refuseCrossSite(request: Request, _response: Response, next: NextFunction): void {
  if (SAFE_METHODS.has(request.method) || isOwn(request)) {
    next();
    return;
  }
  next(
    new DomainError(
      'cross_site_request',
      403,
      'This request comes from a page of another site, which may not change anything here.',
      undefined,
      'warn',
    ),
  );
}

function isOwn({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') return OWN_SITES.has(site);
  return headers.origin === undefined || hostOf(headers.origin) === headers.host;
}

/** Undefined for `null` and anything that is no URL. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
