// Which bodies are read at all, and how large: JSON only (uploads are read by their own routes), images where images
// belong. Strangers' bodies stay unread unless they are tiny: the guard refuses them anyway, or the route is open and
// small, like signing in.
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../common/errors.js';
import { identityOf, isKnown, type IdentifiedRequest } from '../identity/identity.js';
import { isDoorPath } from './door-address.js';
import { refuseUnsafeJson } from './safe-json.js';

const IMAGE_BODY_LIMIT = '64mb';
const BODY_LIMIT = '1mb';
/** A wildcard file or a workflow of 1 MB is a little longer as JSON. */
const TEXT_BODY_LIMIT = '2mb';
const TEXT_ROUTES = /^\/api\/v2\/(wildcards\/|workflows(\/|$))/;
const STRANGERS_BODY_BYTES = 16_384;

const IMAGE_ROUTES = [
  /^\/api\/v[12]\/generat(e|ion)(\/|$)/,
  /^\/api\/v2\/pipelines\/?$/,
  /^\/api\/v[12]\/(queue\/)?jobs\/[^/]+\/?$/,
  /^\/sdapi\/v1\/(txt2img|img2img|extra-single-image|extra-batch-images|png-info|interrogate)\/?$/,
  /^\/controlnet\/detect\/?$/,
];
const UPLOADS = /^\/api\/.*\/upload\/?$/;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function readBodies(app: NestExpressApplication): void {
  app.use(refuseOtherBodies);
  // Clients of A1111 send `""` and `null` too; the routes of the door look for themselves.
  for (const strict of [true, false]) {
    const isMeant = (request: IdentifiedRequest): boolean =>
      isKnownCaller(request) && isDoorPath(request.path) !== strict;
    app.useBodyParser('json', {
      limit: IMAGE_BODY_LIMIT,
      strict,
      type: when((request) => isMeant(request) && takesImages(request)),
    });
    app.useBodyParser('json', {
      limit: TEXT_BODY_LIMIT,
      strict,
      type: when((request) => isMeant(request) && TEXT_ROUTES.test(request.path)),
    });
    app.useBodyParser('json', { limit: BODY_LIMIT, strict, type: when(isMeant) });
  }
  app.useBodyParser('json', { limit: STRANGERS_BODY_BYTES, type: when(isTiny) });
  app.use(refuseUnsafeJson);
}

/**
 * Forms and plain text need no CORS permission to be sent by another site's page, so JSON must say that it is JSON.
 * Clients of A1111 may leave the type out.
 */
export function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  if (SAFE_METHODS.has(request.method) || !hasBody(request) || isTaken(request)) return next();
  next(
    new DomainError(
      'unsupported_media_type',
      415,
      `This takes JSON; send "Content-Type: application/json"${typeOf(request) ? ` instead of "${typeOf(request)}"` : ''}.`,
    ),
  );
}

function isTaken(request: Request): boolean {
  const type = typeOf(request);
  if (isJson(type)) return true;
  if (type === 'multipart/form-data') return UPLOADS.test(request.path);
  // Gradio's own way to sign in (AIYA); nobody reads what is in it.
  if (type === 'application/x-www-form-urlencoded') return /^\/login\/?$/.test(request.path);
  return type === '' && isDoorPath(request.path);
}

function when(isMeant: (request: IdentifiedRequest) => boolean) {
  return (message: IncomingMessage): boolean => {
    const request = message as IdentifiedRequest;
    const type = typeOf(request);
    return (isJson(type) || (type === '' && isDoorPath(request.path))) && isMeant(request);
  };
}

function isKnownCaller(request: IdentifiedRequest): boolean {
  return isKnown(identityOf(request));
}

function takesImages({ path }: Request): boolean {
  return IMAGE_ROUTES.some((route) => route.test(path));
}

function isTiny({ headers }: Request): boolean {
  return Number(headers['content-length']) <= STRANGERS_BODY_BYTES;
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Without parameters, in lower case; empty when there is none. */
function typeOf({ headers }: Request): string {
  return (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
}

function isJson(type: string): boolean {
  return /^[\w.+-]+\/([\w.+-]+\+)?json$/.test(type);
}
