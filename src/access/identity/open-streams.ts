// Event streams stay open for days; what allows them may end meanwhile. Each is looked at again when keys change and
// now and then, and ended when its caller would not be let in any more, or with other rights: the client comes back and
// is judged anew.
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import type { Subscription } from 'rxjs';
import { KeyVerifier } from '../../api-keys/key-verifier.js';
import { ConsoleSessions } from '../console/console-sessions.js';
import { readSessionCookie } from '../console/session-cookie.js';
import type { Principal } from '../contract/index.js';
import { identityOf, type IdentifiedRequest } from './identity.js';

const LOOK_EVERY_MS = 30_000;
const STREAMS = new Set(['/api/v1/events']);

@Injectable()
export class OpenStreams implements OnModuleDestroy {
  private readonly open = new Map<Response, IdentifiedRequest>();
  private readonly changes: Subscription;
  private readonly timer = setInterval(() => this.lookAgain(), LOOK_EVERY_MS).unref();

  constructor(
    private readonly keys: KeyVerifier,
    private readonly sessions: ConsoleSessions,
  ) {
    this.changes = keys.changes$.subscribe(() => this.lookAgain());
  }

  /** For a request that was let in. */
  watch(request: IdentifiedRequest, response: Response): void {
    if (!STREAMS.has(request.path)) return;
    this.open.set(response, request);
    response.once('close', () => this.open.delete(response));
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.changes.unsubscribe();
  }

  private lookAgain(): void {
    for (const [response, request] of this.open) {
      if (!this.isStillLetIn(identityOf(request).principal, request)) response.end();
    }
  }

  private isStillLetIn(principal: Principal, request: IdentifiedRequest): boolean {
    if (principal.keyId !== null) return this.keys.isUnchanged(principal);
    const cookie = principal.via === 'session' ? readSessionCookie(request) : null;
    return cookie === null || this.sessions.find(cookie) !== null;
  }
}
