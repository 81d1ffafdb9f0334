// Who may use the console without a key: whoever signed in, whom a trusted proxy vouches for, everybody with
// STABLEQUEUE_AUTH=none, and (auto) programs of this machine as long as nobody else can reach the port.
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ACCESS_SETTINGS, type AccessSettings } from '../access-settings.js';
import { Principal, type RequestWithPrincipal } from '../contract/index.js';
import { isForwarded, isLoopback, isTrustedProxy, peerOf } from '../http/client-address.js';
import { hostNameOf } from '../http/host-check.js';
import { known, type Identity } from '../identity/identity.js';
import { ConsoleSessions } from './console-sessions.js';
import { readSessionCookie, writeSessionCookie } from './session-cookie.js';
import { isIP } from 'node:net';

/** Longer ones are no names. */
const MAX_NAME_CHARS = 200;

@Injectable()
export class ConsoleAccess {
  constructor(
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
    private readonly sessions: ConsoleSessions,
  ) {}

  /** Null: not at the console. The response may get the cookie of a session that goes on. */
  of(request: RequestWithPrincipal, response: Response): Identity | null {
    const user = this.proxyUser(request);
    if (user !== null) return known(Principal.console('proxy', user));
    const session = this.sessionOf(request, response);
    if (session !== null) return known(Principal.console('session'), { session });
    if (this.settings.mode === 'none') return known(Principal.console('open'));
    if (this.settings.mode === 'auto' && this.settings.boundToLoopback && isThisMachine(request))
      return known(Principal.console('loopback'));
    return null;
  }

  private proxyUser(request: RequestWithPrincipal): string | null {
    const header = this.settings.proxyUserHeader;
    if (header === null || !isTrustedProxy(request)) return null;
    const name = request.headers[header];
    return typeof name === 'string' && name.trim() ? name.trim().slice(0, MAX_NAME_CHARS) : null;
  }

  /** The hash of its id. */
  private sessionOf(request: RequestWithPrincipal, response: Response): string | null {
    const id = readSessionCookie(request);
    if (id === null) return null;
    const session = this.sessions.find(id);
    if (session?.extended) writeSessionCookie(response, request.secure, id);
    return session?.idHash ?? null;
  }
}

/** A declared proxy on this machine speaks for others. */
function isThisMachine(request: RequestWithPrincipal): boolean {
  if (!isLoopback(peerOf(request)) || isForwarded(request) || isTrustedProxy(request)) return false;
  const host = hostNameOf(request.headers.host);
  return host !== null && (host === 'localhost' || host.endsWith('.localhost') || isIP(host) !== 0);
}
