// What browsers must and must not do with our answers. StableQueue is served plainly in home networks, where HSTS and
// upgrade-insecure-requests would break it: neither comes with an answer over HTTP.
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

const YEAR_SECONDS = 31_536_000;
const NO_FEATURES = 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()';

const OURS = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  fontSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

const forUs = headersWith(OURS);
/** Swagger UI brings inline styles. */
const forDocuments = headersWith({ ...OURS, styleSrc: ["'self'", "'unsafe-inline'"] });

export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Permissions-Policy', NO_FEATURES);
  if (request.secure) response.setHeader('Strict-Transport-Security', `max-age=${YEAR_SECONDS}`);
  if (request.path.startsWith('/api/')) response.setHeader('Cache-Control', 'no-store');
  const headers = /^\/doc(\/|$)/.test(request.path) ? forDocuments : forUs;
  headers(request, response, next);
}

function headersWith(directives: Record<string, string[]>) {
  return helmet({
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' },
    contentSecurityPolicy: { useDefaults: false, directives },
  });
}
