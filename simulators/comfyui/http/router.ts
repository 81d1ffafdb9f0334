import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Host } from '../host.js';
import { isDict, parseJson } from '../python-json.js';
import type { Dict } from '../python-json.js';
import type { ServerLife } from '../server-life.js';
import type { Answer } from './answer.js';

/** A request while it is served. */
export interface Exchange {
  host: Host;
  life: ServerLife;
  request: IncomingMessage;
  response: ServerResponse;
  /** Below the base path, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** The named parts of the path. */
  params: Record<string, string>;
  body: Buffer;
  requestedAt: number;
}

/** null: the handler has taken the response into its own hands. */
export type Handler = (exchange: Exchange) => Promise<Answer | null> | Answer | null;

type Method = 'GET' | 'POST' | 'DELETE' | 'PATCH';

export interface Route {
  method: Method;
  path: string;
  pattern: RegExp;
  handle: Handler;
}

/** `{name}` stands for one part of the path, `{name*}` for the rest of it. */
export function route(method: Method, path: string, handle: Handler): Route {
  const pattern = path.replace(/\{(\w+)\*\}/g, '(?<$1>.+)').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { method, path, pattern: new RegExp(`^${pattern}$`), handle };
}

/** Every route is there a second time under /api, even those that begin with it. */
export function withTwins(routes: readonly Route[]): Route[] {
  return [...routes, ...routes.map((one) => route(one.method, `/api${one.path}`, one.handle))];
}

export type Found = { route: Route; params: Record<string, string> } | { allowed: string[] };

/** The route, or which methods the path would allow (none: not found). */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const candidates = routes.filter(({ pattern }) => pattern.test(path));
  const found = candidates.find(
    (one) => one.method === method || (method === 'HEAD' && one.method === 'GET'),
  );
  if (!found) return { allowed: [...new Set(candidates.map((one) => one.method))] };
  const groups = found.pattern.exec(path)?.groups ?? {};
  const params = Object.entries(groups).map(([name, part]) => [name, decodeURIComponent(part)]);
  return { route: found, params: Object.fromEntries(params) as Record<string, string> };
}

/**
 * The body as JSON, whatever its type says.
 * @throws for anything but an object, which ends as the server's 500
 */
export function readObject({ body }: Exchange): Dict {
  const parsed = parseJson(body.toString('utf8'));
  if (!isDict(parsed)) throw new TypeError('a JSON object is expected');
  return parsed;
}
