// Event streams stay open for days; what allows them may end meanwhile. Each is looked at again when keys change, when
// somebody signs out, and now and then, and ended when its caller would not be let in any more, or with other rights: the client comes back and
// is judged anew.
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import { merge, type Subscription } from 'rxjs';
import { KeyVerifier } from '../../api-keys/key-verifier.js';
import { ConsoleSessions } from '../console/console-sessions.js';
import { identityOf, type IdentifiedRequest, type Identity } from './identity.js';

const LOOK_EVERY_MS = 30_000;

@Injectable()
export class OpenStreams implements OnModuleDestroy {
  private readonly open = new Map<Response, IdentifiedRequest>();
  private readonly changes: Subscription;
  private readonly timer = setInterval(() => this.lookAgain(), LOOK_EVERY_MS).unref();

  constructor(
    private readonly keys: KeyVerifier,
    private readonly sessions: ConsoleSessions,
  ) {
    this.changes = merge(keys.changes$, sessions.closed$).subscribe(() => this.lookAgain());
  }

  /** For a request that was let in, of a route that `StaysOpen`. */
  watch(request: IdentifiedRequest, response: Response): void {
    this.open.set(response, request);
    response.once('close', () => this.open.delete(response));
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.changes.unsubscribe();
  }

  /** Ends those whose caller may not stay; the time of an old secret or of a session ends without any change. */
  lookAgain(): void {
    for (const [response, request] of this.open) {
      if (!this.mayStay(identityOf(request))) response.end();
    }
  }

  /** Would this caller be let in with the same proof, and with the same rights? */
  mayStay({ principal, proof }: Identity): boolean {
    if (principal.keyId !== null) return this.keys.isUnchanged(principal, proof.credential);
    return proof.session === null || this.sessions.isOpen(proof.session);
  }
}
