// DNS rebinding: a page of evil.example may let its own name point at this machine and then talk to us as "same
// origin". So only names that nobody else can own, or that the operator has named, are answered. Always on.
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../../common/errors.js';
import type { Settings } from '../../config/settings.js';
import { listOf } from '../access-settings.js';

const WELL_FORMED = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/;
/** How containers reach their host; the `internal` zone belongs to no one (ICANN, 2024). */
const CONTAINER_NAMES = ['host.docker.internal', 'host.containers.internal'];

/** Lower case, without port and final dot; null when it is none. */
export function hostNameOf(header: string | undefined): string | null {
  const match = WELL_FORMED.exec(header?.toLowerCase() ?? '');
  return match ? match[1]!.replace(/^\[|\]$|\.$/g, '') : null;
}

/** Says whether a name (without port) is one of ours. */
export function ownNames(
  settings: Pick<Settings, 'HOST' | 'PUBLIC_URL' | 'STABLEQUEUE_ALLOWED_HOSTS'>,
): (name: string) => boolean {
  const allowed = listOf(settings.STABLEQUEUE_ALLOWED_HOSTS).map((name) => name.toLowerCase());
  const suffixes = allowed.filter((name) => name.startsWith('.'));
  const machine = hostname().toLowerCase();
  const names = new Set([
    ...allowed,
    ...CONTAINER_NAMES,
    machine,
    `${machine}.local`,
    settings.HOST.toLowerCase(),
  ]);
  if (settings.PUBLIC_URL) names.add(new URL(settings.PUBLIC_URL).hostname);
  return (name) =>
    isIP(name) !== 0 ||
    !name.includes('.') ||
    name.endsWith('.localhost') ||
    names.has(name) ||
    suffixes.some((suffix) => name.endsWith(suffix) || name === suffix.slice(1));
}

export function checkHost(isOwn: (name: string) => boolean) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    // Behind a trusted proxy this is the name that the browser used.
    const name = hostNameOf(request.host);
    if (name !== null && isOwn(name)) return next();
    next(name === null ? badHost() : foreignHost(name));
  };
}

function badHost(): DomainError {
  return new DomainError(
    'invalid_host',
    400,
    'The request names no host that could be understood (header Host).',
  );
}

function foreignHost(name: string): DomainError {
  return new DomainError(
    'host_not_allowed',
    421,
    `This StableQueue does not know itself as "${name}". If that is its name, add it to STABLEQUEUE_ALLOWED_HOSTS ` +
      `(or set PUBLIC_URL) and start again; an IP address always works.`,
    undefined,
    'warn',
  );
}
