// Addresses of the A1111 door that carry more than a path. Clients that can send no header have a token in theirs
// (`/k/<token>/sdapi/v1/txt2img`), and `/a1111/…` or `/a1111/<alias>/…` asks for A1111's own way of answering. Both are
// taken off before anything else sees the address, so that no log ever has a token.
import type { NextFunction, Response } from 'express';
import { DomainError } from '../../common/errors.js';
import type { DoorEntry, RequestWithPrincipal } from '../contract/index.js';

const DOOR =
  /^\/(?:(?:sdapi|internal|controlnet|agent-scheduler)\/|(?:config|user|login)\/?(?:$|\?)|(?:$|\?))/;
const TOKEN = /^\/k\/([^/?]*)(.*)$/;
const A1111 = /^\/a1111(?:\/([^?]*))?(\?.*)?$/;
const NO_ALIAS = /^(?:sdapi|internal|controlnet|agent-scheduler|config|user|login)(?:\/|$)/;

export interface DoorAddress {
  /** Path and query without what was taken off. */
  url: string;
  pathToken?: string;
  door?: DoorEntry;
}

/** Null for an address that leads nowhere. */
export function readDoorAddress(url: string): DoorAddress | null {
  const token = TOKEN.exec(url);
  if (!token && leadsToTokens(url)) return null;
  const rest = token ? token[2] || '/' : url;
  const pathToken = token?.[1];
  if (pathToken === '') return null;
  const a1111 = A1111.exec(rest);
  const read = a1111 ? readA1111(a1111[1] ?? '', a1111[2] ?? '') : { url: rest };
  if (!read || ((token || a1111) && !DOOR.test(read.url))) return null;
  return pathToken === undefined ? read : { ...read, pathToken };
}

export function isDoorPath(path: string): boolean {
  return path !== '/' && DOOR.test(path);
}

/** An address that somebody meant for `/k/<token>/…` (`/K/…`, `/%6b/…`, `/./k/…`, `/x/../k/…`); no route has it. */
function leadsToTokens(url: string): boolean {
  const segments: string[] = [];
  for (const segment of unescaped(url.split('?', 1)[0]!).split(/[/\\]/)) {
    if (segment === '..') segments.pop();
    else if (segment.trim() !== '' && segment !== '.') segments.push(segment.trim());
    if (segments.length === 1 && segments[0]!.toLowerCase() === 'k') return true;
  }
  return !url.startsWith('/');
}

/** Also what was escaped twice or thrice; escapes of nothing stay as they are. */
function unescaped(path: string): string {
  let text = path;
  for (let time = 0; time < 3; time += 1)
    text = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return text;
}

function readA1111(path: string, query: string): DoorAddress | null {
  if (NO_ALIAS.test(path) || path === '')
    return { url: `/${path}${query}`, door: { sync: true, alias: null } };
  const slash = path.indexOf('/');
  const alias = decoded(slash < 0 ? path : path.slice(0, slash));
  if (alias === null) return null;
  return { url: `${slash < 0 ? '/' : path.slice(slash)}${query}`, door: { sync: true, alias } };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Before everything that looks at the address. */
export function rewriteDoorAddress(
  request: RequestWithPrincipal,
  _response: Response,
  next: NextFunction,
): void {
  const address = readDoorAddress(originForm(request.url));
  // Error texts name the original address; it must not have the token either.
  request.url = request.originalUrl = address?.url ?? '/k/';
  if (!address) return next(new DomainError('not_found', 404, 'There is nothing at this address.'));
  request.pathToken = address.pathToken;
  request.door = address.door;
  next();
}

/** Clients of a forward proxy send `http://host/path`; some programs double the first slash. */
function originForm(url: string): string {
  if (!url.startsWith('/') && URL.canParse(url)) {
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  }
  return url.replace(/^\/{2,}/, '/');
}
