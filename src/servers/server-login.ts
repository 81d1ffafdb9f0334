// What a request says about logging in to a server: credentials, extra headers, certificates. Pure.
// Secrets are write-only: what a client does not send, or sends back masked, stays as it is stored.
import { X509Certificate } from 'node:crypto';
import type { Credentials, TlsOptions } from '../dispatch/contract/index.js';
import { BadFieldError } from './field-problems.js';
import type { CredentialsDto, TlsDto } from './server-form.dto.js';

/** Stands in answers for every secret value. */
export const MASK = '***';

const CONTROL_CHARACTERS = /\p{Cc}/u;

/** @throws BadFieldError */
export function readCredentials(given: CredentialsDto, stored: Credentials): Credentials {
  const { type } = given;
  if (type === 'none') return { type };
  const kept = stored.type === 'none' ? undefined : stored;
  const username = given.username ?? kept?.username;
  const password = given.password && given.password !== MASK ? given.password : kept?.password;
  if (!username) throw new BadFieldError(`need a username for type ${type}`);
  if (!password) throw new BadFieldError(`need a password for type ${type}`);
  if (CONTROL_CHARACTERS.test(username + password))
    throw new BadFieldError('must not hold control characters');
  if (type === 'basic' && username.includes(':'))
    throw new BadFieldError('of type basic cannot have a colon in the username');
  return { type, username, password };
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,64}$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]{1,4096}$/;
const MAX_HEADERS = 32;
/** Belong to one connection or to the message itself; the HTTP client sets them. */
const REFUSED_HEADERS = new Set(
  `connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade
   host content-length content-type content-encoding accept-encoding expect http2-settings`.split(/\s+/),
);

/** Names in lower case. @throws BadFieldError */
export function readHeaders(
  given: Record<string, unknown>,
  stored: Record<string, string>,
): Record<string, string> {
  const entries = Object.entries(given);
  if (entries.length > MAX_HEADERS) throw new BadFieldError(`can hold ${MAX_HEADERS} headers at most`);
  const headers = new Map<string, string>();
  for (const [givenName, value] of entries) {
    const name = givenName.trim().toLowerCase();
    if (!HEADER_NAME.test(name))
      throw new BadFieldError(`hold "${givenName.slice(0, 64)}", which is no name of a header`);
    if (REFUSED_HEADERS.has(name))
      throw new BadFieldError(`cannot set "${name}": it belongs to the connection`);
    if (headers.has(name)) throw new BadFieldError(`name "${name}" twice`);
    headers.set(name, readHeaderValue(name, value === MASK ? stored[name] : value));
  }
  return Object.fromEntries(headers);
}

function readHeaderValue(name: string, value: unknown): string {
  if (value === undefined) throw new BadFieldError(`have no stored value for "${name}": send it`);
  if (typeof value !== 'string' || !HEADER_VALUE.test(value)) {
    throw new BadFieldError(`need a text of 1 to 4096 Latin-1 characters on one line as value of "${name}"`);
  }
  return value.trim();
}

/** A header would be sent beside the one that the credentials make. @throws BadFieldError */
export function refuseTwoLogins(credentials: Credentials, headers: Record<string, string>): void {
  if (credentials.type === 'basic' && 'authorization' in headers) {
    throw new BadFieldError(
      'hold "authorization" although credentials of type basic make that header: keep one of them',
    );
  }
}

/** @throws BadFieldError */
export function readTls(given: TlsDto, stored: TlsOptions): TlsOptions {
  const verify = given.verify ?? stored.verify;
  if (given.ca_pem === undefined) return { ...stored, verify };
  const pem = given.ca_pem?.trim();
  if (!pem) return { verify };
  if (pem.includes('PRIVATE KEY'))
    throw new BadFieldError('has a private key in ca_pem: only the certificate belongs here');
  for (const block of pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [pem])
    refuseNoCertificate(block);
  return { verify, caPem: `${pem}\n` };
}

function refuseNoCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    // OpenSSL's words help nobody.
    throw new BadFieldError('needs certificates in PEM form (-----BEGIN CERTIFICATE-----) in ca_pem');
  }
}
