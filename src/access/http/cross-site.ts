// Another site's page must not change anything here through the browser of somebody who can reach this server.
// Browsers say where a request comes from; programs do not, and pass.
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../../common/errors.js';
import type { RequestWithPrincipal } from '../contract/index.js';
import { readCredentials } from '../identity/credentials.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITES = new Set(['same-origin', 'none']);

/**
 * `Sec-Fetch-Site` decides; on plain HTTP in a home network browsers leave it out, and `Origin` has to equal the host.
 * A key in a header (or in the address) is proof enough: another site's page knows none, and cookies are ignored then.
 * Not so Basic, which browsers remember and send along by themselves.
 */
export function refuseCrossSite(publicUrl?: string) {
  const publicHost = publicUrl === undefined ? undefined : hostOf(publicUrl);
  return (request: RequestWithPrincipal, _response: Response, next: NextFunction): void => {
    if (SAFE_METHODS.has(request.method) || isOwn(request, publicHost) || hasKey(request)) return next();
    next(
      new DomainError(
        'cross_site_request',
        403,
        'This request comes from a page of another site, which may not change anything here.',
        undefined,
        'warn',
      ),
    );
  };
}

function hasKey(request: RequestWithPrincipal): boolean {
  const credentials = readCredentials(request);
  return credentials !== null && credentials.via !== 'basic';
}

function isOwn(request: Request, publicHost: string | undefined): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (typeof site === 'string') return OWN_SITES.has(site);
  if (origin === undefined) return true;
  const host = hostOf(origin);
  return host !== undefined && (host === request.host || host === publicHost);
}

/** Undefined for `null` and anything that is no URL. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
