// Signing in and out of the console, and its password. Wrong tries cost time, like those of keys.
import { Injectable } from '@nestjs/common';
import { ConflictError, DomainError } from '../../common/errors.js';
import type { RequestWithPrincipal } from '../contract/index.js';
import { addressBlock, clientAddress } from '../http/client-address.js';
import { FailedAttempts } from '../limits/failed-attempts.js';
import { tooMany } from '../access.errors.js';
import { AdminLink } from './admin-link.js';
import { ConsolePassword } from './console-password.js';
import { ConsoleSessions, type FoundSession } from './console-sessions.js';
import type { ChangePasswordDto, SignInDto } from './session.dto.js';
import { readSessionCookie } from './session-cookie.js';

/** 401: the password is not this one. */
export class WrongPasswordError extends DomainError {
  constructor() {
    super('wrong_password', 401, 'That is not the password.', undefined, 'warn');
  }
}

/** 401: a one-click link that was used, replaced or is too old, or never was one. */
export class InvalidLinkError extends DomainError {
  constructor() {
    const how = 'a start or "npm run cli -- admin-link" prints a new one';
    super('invalid_link', 401, `This link has been used or is older than a day; ${how}.`, undefined, 'warn');
  }
}

@Injectable()
export class ConsoleSignIn {
  private attempts: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly link: AdminLink,
    private readonly password: ConsolePassword,
    private readonly sessions: ConsoleSessions,
    private readonly failures: FailedAttempts,
  ) {}

  /** @returns the id of the new session @throws WrongPasswordError, InvalidLinkError, TooManyFailedAttemptsError */
  async signIn({ token, password }: SignInDto, request: RequestWithPrincipal): Promise<string> {
    const by = token === undefined ? 'password' : 'link';
    if (token !== undefined) await this.attempt(request, 'link', () => this.link.spend(token));
    else await this.attemptPassword(request, password ?? '');
    // A new id for every sign-in; the one of before is worth nothing any more.
    await this.signOut(request);
    const userAgent = request.headers['user-agent'] ?? null;
    return this.sessions.open(by, { address: clientAddress(request), userAgent });
  }

  async signOut(request: RequestWithPrincipal): Promise<void> {
    const current = this.current(request);
    if (current) await this.sessions.closeAll((session) => session.idHash === current.idHash);
  }

  current(request: RequestWithPrincipal): FoundSession | null {
    const id = readSessionCookie(request);
    return id === null ? null : this.sessions.find(id);
  }

  /** Signs out every other browser. @throws ConflictError when it comes from the environment; WrongPasswordError */
  async changePassword(change: ChangePasswordDto, request: RequestWithPrincipal): Promise<void> {
    if (this.password.isFromEnvironment) {
      throw new ConflictError(
        'password_from_environment',
        'The password comes from STABLEQUEUE_ADMIN_PASSWORD; change it there.',
      );
    }
    const current = this.current(request);
    const trusted = request.principal?.via === 'loopback' || current?.signedInBy === 'link';
    if (this.password.isSet && !trusted) await this.attemptPassword(request, change.current ?? '');
    await this.password.set(change.password);
    await this.sessions.closeAll((session) => session.idHash !== current?.idHash);
  }

  private async attemptPassword(request: RequestWithPrincipal, password: string): Promise<void> {
    if (!this.password.isSet)
      throw new ConflictError('no_password', 'No password has been set; sign in with a one-click link.');
    await this.attempt(request, 'password', () => this.password.check(password));
  }

  /** One after the other, so that a hundred tries at once cannot share one look at the counter. */
  private attempt(
    request: RequestWithPrincipal,
    what: 'password' | 'link',
    isRight: () => Promise<boolean>,
  ): Promise<void> {
    const result = this.attempts.then(() => this.attemptNow(request, what, isRight));
    this.attempts = result.catch(() => undefined);
    return result;
  }

  /** A right link opens always: nobody can guess it, so only the wrong ones wait. */
  private async attemptNow(
    request: RequestWithPrincipal,
    what: 'password' | 'link',
    isRight: () => Promise<boolean>,
  ): Promise<void> {
    const address = addressBlock(clientAddress(request));
    const waitMs = this.failures.waitMs(address, what);
    if (waitMs > 0 && what === 'password') throw tooMany(waitMs);
    if (await isRight()) return;
    if (waitMs > 0) throw tooMany(waitMs);
    this.failures.failed(address, what);
    throw what === 'password' ? new WrongPasswordError() : new InvalidLinkError();
  }
}
