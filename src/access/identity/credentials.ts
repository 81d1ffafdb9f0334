// The signs of a key in a request, as sent. Whether they are right is for `key-authenticator.ts`.
import type { RequestWithPrincipal } from '../contract/index.js';

export type Credentials =
  | { via: 'header'; key: string; secret: string }
  | { via: 'basic'; key: string; secret: string }
  /** `<key>:<secret>`, base64 of that, or a token of its own. */
  | { via: 'bearer'; value: string }
  | { via: 'path'; token: string };

export interface KeyPair {
  key: string;
  secret: string;
}

/**
 * Null when there are none. An empty `Authorization` is none (Open WebUI sends one when it has no key), and so is a
 * scheme without a value or with empty ones (SillyTavern's `Basic `, `Basic Og==`).
 */
export function readCredentials(
  request: Pick<RequestWithPrincipal, 'headers' | 'pathToken'>,
): Credentials | null {
  const key = textOf(request.headers['x-api-key']);
  const secret = textOf(request.headers['x-api-secret']);
  if (key || secret) return { via: 'header', key, secret };
  return readAuthorization(request.headers.authorization?.trim() ?? '') ?? readPathToken(request);
}

/** Key and secret of a bearer value, plain or in base64; null when it holds none. */
export function pairOf(value: string): KeyPair | null {
  const [key, secret] = split(value, ':') ?? split(Buffer.from(value, 'base64').toString('utf8'), ':') ?? [];
  return key === undefined || secret === undefined ? null : { key, secret };
}

function readAuthorization(header: string): Credentials | null {
  const match = /^(basic|bearer)(?:\s+(.*))?$/i.exec(header);
  // Some clients put nothing but the key there.
  if (!match) return header ? { via: 'bearer', value: header } : null;
  const value = match[2]?.trim() ?? '';
  if (match[1]!.toLowerCase() === 'basic') return readBasic(value);
  return value ? { via: 'bearer', value } : null;
}

function readBasic(value: string): Credentials | null {
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  if (decoded === '' || decoded === ':') return null;
  const [key = decoded, secret = ''] = split(decoded, ':') ?? [];
  return { via: 'basic', key, secret };
}

function readPathToken({ pathToken }: Pick<RequestWithPrincipal, 'pathToken'>): Credentials | null {
  return pathToken === undefined ? null : { via: 'path', token: pathToken };
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header.trim() : '';
}

function split(text: string, separator: string): [string, string] | null {
  const at = text.indexOf(separator);
  return at < 0 ? null : [text.slice(0, at), text.slice(at + separator.length)];
}
