import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request, Response } from 'express';
import passport from 'passport';
import { HeaderAPIKeyStrategy } from 'passport-headerapikey';
import { KeyVerifier, type ProvenKey } from '../../api-keys/key-verifier.js';

/**
 * passport-headerapikey hands the request to its callback last, where Nest's own callback expects `done`; so the
 * strategy brings one of its own.
 */
const NamedStrategy = PassportStrategy(HeaderAPIKeyStrategy, 'api-key') as unknown as new (
  header: { header: string; prefix: string },
  passRequest: true,
  verify: (key: string, done: Done, request?: Request) => void,
) => { getPassportInstance(): passport.Authenticator };

type Done = (error: Error | null, user?: ProvenKey) => void;

/** `X-API-Key` and `X-API-Secret`. Registered with a Passport of its own: several servers may live in one process. */
@Injectable()
export class HeaderKeyStrategy extends NamedStrategy {
  // Declared only: the base class asks for it before fields would be initialised.
  declare private ownPassport: passport.Authenticator | undefined;

  constructor(verifier: KeyVerifier) {
    const verify = (key: string, done: Done, request?: Request): void => {
      const secret = request?.headers['x-api-secret'];
      done(null, verifier.verify(key, typeof secret === 'string' ? secret.trim() : '') ?? undefined);
    };
    super({ header: 'X-API-Key', prefix: '' }, true, verify);
  }

  /** Null for an unknown key or a wrong secret. */
  check(request: Request, response: Response): Promise<ProvenKey | null> {
    return new Promise((resolve, reject) => {
      const told = (error: unknown, user: ProvenKey | false): void =>
        error ? reject(error) : resolve(user || null);
      const authenticate = this.getPassportInstance().authenticate('api-key', { session: false }, told) as (
        request: Request,
        response: Response,
        next: (error: unknown) => void,
      ) => void;
      authenticate(request, response, reject);
    });
  }

  override getPassportInstance(): passport.Authenticator {
    return (this.ownPassport ??= new passport.Passport());
  }
}
