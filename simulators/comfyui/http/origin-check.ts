import type { IncomingMessage } from 'node:http';
import type { Settings } from '../simulator-options.js';

/** Whether a request is refused because of where a browser says it comes from. */
export function isForeignOrigin({ headers }: IncomingMessage, { cors, can }: Settings): boolean {
  if (cors !== null) return false;
  if (can.refusesCrossSite && headers['sec-fetch-site'] === 'cross-site') return true;
  if (headers.host === undefined || headers.origin === undefined) return false;
  const host = parseUrl(`http://${headers.host.toLowerCase()}`);
  const origin = parseUrl(headers.origin.toLowerCase());
  if (!host || !origin || !isLoopback(host.hostname)) return false;
  // A port counts only where both have one.
  const withPort = portOf(headers.host) !== '' && portOf(headers.origin) !== '';
  return withPort
    ? `${host.hostname}:${portOf(headers.host)}` !== `${origin.hostname}:${portOf(headers.origin)}`
    : host.hostname !== origin.hostname;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** As written: a URL object leaves out the usual one. */
function portOf(text: string): string {
  return /:(\d+)\/?$/.exec(text)?.[1] ?? '';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

export function corsHeaders({ cors }: Settings): Record<string, string> {
  if (cors === null) return {};
  return {
    'access-control-allow-origin': cors,
    'access-control-allow-methods': 'POST, GET, DELETE, PUT, OPTIONS, PATCH',
    'access-control-allow-headers': 'Content-Type, Authorization',
    'access-control-allow-credentials': 'true',
  };
}
