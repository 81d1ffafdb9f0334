import { DomainError } from '../common/errors.js';
import type { Scope } from './contract/index.js';

/** 401: no sign of who calls. */
export class AuthenticationRequiredError extends DomainError {
  constructor() {
    super(
      'authentication_required',
      401,
      'This needs a key: send X-API-Key and X-API-Secret, or "Authorization: Bearer <key>:<secret>". In a browser, sign in at the root of this server.',
    );
  }
}

/** 401: unknown key, wrong secret, revoked token: all the same to whoever tries. */
export class InvalidKeyError extends DomainError {
  constructor() {
    super('invalid_api_key', 401, 'This key is not known here, or its secret is wrong.', undefined, 'warn');
  }
}

const WHY_REFUSED = {
  api_key_expired: 'This key has expired; ask for a new one.',
  api_key_inactive: 'This key has been switched off.',
};

/** 401: the secret is right, but the key may not be used. */
export class KeyNotUsableError extends DomainError {
  constructor(code: keyof typeof WHY_REFUSED) {
    super(code, 401, WHY_REFUSED[code]);
  }
}

/** 401: of an event stream's address. */
export class InvalidTicketError extends DomainError {
  constructor() {
    super('invalid_ticket', 401, 'This ticket has been used or is older than a minute; ask for a new one.');
  }
}

/** 403: the key may not do that. `anyOf`: each of these scopes would be enough. */
export class ScopeMissingError extends DomainError {
  constructor(anyOf: readonly Scope[]) {
    const names = anyOf.map((scope) => `"${scope}"`).join(' or ');
    super('scope_missing', 403, `This needs a key with the scope ${names}.`, { required_any_of: anyOf });
  }
}

/** 403: keys, of whatever scope, have no business there. */
export class ConsoleOnlyError extends DomainError {
  constructor() {
    super('console_only', 403, 'This is for whoever is signed in to the console, not for keys.');
  }
}

/** 429: too many wrong tries. */
export class TooManyFailedAttemptsError extends DomainError {
  constructor(override readonly retryAfterSeconds: number) {
    super(
      'too_many_failed_attempts',
      429,
      `Too many failed attempts from this address; try again in ${retryAfterSeconds} s.`,
      undefined,
      'warn',
    );
  }
}

export function tooMany(waitMs: number): TooManyFailedAttemptsError {
  return new TooManyFailedAttemptsError(Math.ceil(waitMs / 1000));
}

/** 429: too many requests. */
export class RateLimitedError extends DomainError {
  constructor(
    what: string,
    override readonly retryAfterSeconds: number,
  ) {
    super('rate_limited', 429, `${what}; go on in ${retryAfterSeconds} s.`);
  }
}
