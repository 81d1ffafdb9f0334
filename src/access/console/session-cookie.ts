// The cookie of a signed-in browser: not for scripts, not for other sites, and over HTTPS bound to this very host.
import type { Request, Response } from 'express';
import { SESSION_DAYS } from './console-sessions.js';

const NAME = 'stablequeue_session';
const SECURE_NAME = `__Host-${NAME}`;
const DAY_MS = 86_400_000;

/** Null when there is none, or nothing that could be an id. */
export function readSessionCookie(request: Request): string | null {
  const name = request.secure ? SECURE_NAME : NAME;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
  }
  return null;
}

export function writeSessionCookie(response: Response, isSecure: boolean, id: string): void {
  response.cookie(isSecure ? SECURE_NAME : NAME, id, { ...options(isSecure), maxAge: SESSION_DAYS * DAY_MS });
}

export function clearSessionCookie(response: Response, isSecure: boolean): void {
  response.clearCookie(isSecure ? SECURE_NAME : NAME, options(isSecure));
}

function options(isSecure: boolean) {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure } as const;
}
