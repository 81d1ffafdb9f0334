import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './http-answer.js';
import type { ClientLink, Host } from './job.js';
import type { ServerLife } from './server-life.js';

/** The routes of the imitated server and who may reach them. Matching only; serving is exchange.ts. */
export interface Exchange {
  host: Host;
  life: ServerLife;
  request: IncomingMessage;
  response: ServerResponse;
  /** Path below the base path, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  client: ClientLink;
  requestedAt: number;
  /** The raw body; empty for GET. */
  body: string;
}

/** null: the handler has taken the response into its own hands. */
export type Handler = (exchange: Exchange) => Promise<Answer | null> | Answer | null;

export interface Route {
  method: 'GET' | 'POST';
  /** Whole path, or its beginning when it ends in `*`. */
  path: string;
  handle: Handler;
  /** Occupies a worker thread while it runs, as every synchronous handler does. */
  needsThread?: boolean;
  /** Behind --api-auth. */
  needsAuth?: boolean;
  /** Behind the login of --gradio-auth. */
  needsLogin?: boolean;
  /** Comes last when a starting server puts up its routes. */
  comesLast?: boolean;
  /** Answers HEAD as well. */
  allowsHead?: boolean;
}

export function matches(route: Route, path: string): boolean {
  return route.path.endsWith('*') ? path.startsWith(route.path.slice(0, -1)) : route.path === path;
}

/** A route of the SDAPI proper: in a thread, and behind the password if there is one. */
export function sdapi(method: 'GET' | 'POST', name: string, handle: Handler): Route {
  return { method, path: `/sdapi/v1/${name}`, handle, needsThread: true, needsAuth: true };
}

export type Found = { route: Route } | { allowed: string[] };

/** The route, or which methods the path would allow (none: not found). */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  const candidates = routes.filter((route) => matches(route, path));
  const route = candidates.find((one) => one.method === method || (method === 'HEAD' && one.allowsHead));
  return route ? { route } : { allowed: [...new Set(candidates.map((one) => one.method))] };
}
