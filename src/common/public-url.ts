// The address under which a client reached us: addresses in answers begin with it, behind a reverse proxy too.
import type { Request } from 'express';

export interface PublicUrlSettings {
  PUBLIC_URL?: string;
}

/** Hosts as a header may name them; anything else is somebody's trick. */
const HOST = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/i;
const PREFIX = /^(\/[A-Za-z0-9._~%-]{1,64}){1,8}$/;

/**
 * `scheme://host[:port][/prefix]` without a trailing slash. PUBLIC_URL decides; otherwise what the request says, with
 * X-Forwarded-Proto, -Host and -Prefix believed only when they come from a trusted proxy (express's `trust proxy`).
 */
export function baseUrlOf(request: Request, settings: PublicUrlSettings): string {
  if (settings.PUBLIC_URL) return settings.PUBLIC_URL.replace(/\/+$/, '');
  const trusted = comesFromTrustedProxy(request);
  const forwarded = trusted ? first(request.headers['x-forwarded-host']) : undefined;
  const host = [forwarded, request.headers.host].find((name) => name !== undefined && HOST.test(name));
  const prefix = trusted ? (first(request.headers['x-forwarded-prefix'])?.replace(/\/+$/, '') ?? '') : '';
  const scheme = request.protocol === 'https' ? 'https' : 'http';
  return `${scheme}://${host ?? localAddress(request)}${PREFIX.test(prefix) ? prefix : ''}`;
}

/** Express compiles its setting `trust proxy` into this. */
type TrustProxy = (address: string | undefined, hop: number) => boolean;

function comesFromTrustedProxy(request: Request): boolean {
  const trusts = request.app.get('trust proxy fn') as TrustProxy | undefined;
  return trusts?.(request.socket.remoteAddress, 0) === true;
}

/** Proxies in a row each add theirs behind a comma; the first is what the client asked for. */
function first(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text?.split(',')[0]?.trim() || undefined;
}

/** For HTTP/1.0 requests without a Host. */
function localAddress(request: Request): string {
  const { localAddress: address = '127.0.0.1', localPort: port } = request.socket;
  return `${address.includes(':') ? `[${address}]` : address}${port ? `:${port}` : ''}`;
}
