// Who may use the console without a key: whoever signed in, whom a trusted proxy vouches for, everybody with
// STABLEQUEUE_AUTH=none, and (auto) programs of this machine as long as nobody else can reach the port.
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { ACCESS_SETTINGS, type AccessSettings } from '../access-settings.js';
import { Principal, type RequestWithPrincipal } from '../contract/index.js';
import { isForwarded, isLoopback, isTrustedProxy, peerOf } from '../http/client-address.js';
import { hostNameOf } from '../http/host-check.js';
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
  of(request: RequestWithPrincipal, response: Response): Principal | null {
    const user = this.proxyUser(request);
    if (user !== null) return Principal.console('proxy', user);
    if (this.hasSession(request, response)) return Principal.console('session');
    if (this.settings.mode === 'none') return Principal.console('open');
    if (this.settings.mode === 'auto' && this.settings.boundToLoopback && isThisMachine(request))
      return Principal.console('loopback');
    return null;
  }

  private proxyUser(request: RequestWithPrincipal): string | null {
    const header = this.settings.proxyUserHeader;
    if (header === null || !isTrustedProxy(request)) return null;
    const name = request.headers[header];
    return typeof name === 'string' && name.trim() ? name.trim().slice(0, MAX_NAME_CHARS) : null;
  }

  private hasSession(request: RequestWithPrincipal, response: Response): boolean {
    const id = readSessionCookie(request);
    if (id === null) return false;
    const session = this.sessions.find(id);
    if (session?.extended) writeSessionCookie(response, request.secure, id);
    return session !== null;
  }
}

/** A declared proxy on this machine speaks for others. */
function isThisMachine(request: RequestWithPrincipal): boolean {
  if (!isLoopback(peerOf(request)) || isForwarded(request) || isTrustedProxy(request)) return false;
  const host = hostNameOf(request.headers.host);
  return host !== null && (host === 'localhost' || host.endsWith('.localhost') || isIP(host) !== 0);
}
