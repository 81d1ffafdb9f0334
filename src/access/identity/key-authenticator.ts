// From the signs of a key to the caller it belongs to. A wrong one is never forgiven: there is no falling back to the
// console. All wrong ones get one answer, and after some of them their address has to wait; a right key never waits.
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { KeyVerifier, type ProvenKey } from '../../api-keys/key-verifier.js';
import {
  InvalidKeyError,
  KeyNotUsableError,
  tooMany,
  type TooManyFailedAttemptsError,
} from '../access.errors.js';
import { Principal, type RequestWithPrincipal } from '../contract/index.js';
import { addressBlock, clientAddress } from '../http/client-address.js';
import { FailedAttempts, type Attempted } from '../limits/failed-attempts.js';
import { pairOf, type Credentials } from './credentials.js';
import { HeaderKeyStrategy } from './header-key.strategy.js';
import { known, refused, type Identity } from './identity.js';
import { LocalToken } from './local-token.js';

/** No key and no token is longer; what is, is not even hashed. */
const MAX_CHARS = 1_024;

@Injectable()
export class KeyAuthenticator {
  constructor(
    private readonly verifier: KeyVerifier,
    private readonly headerKeys: HeaderKeyStrategy,
    private readonly local: LocalToken,
    private readonly failures: FailedAttempts,
  ) {}

  async authenticate(
    credentials: Credentials,
    request: RequestWithPrincipal,
    response: Response,
  ): Promise<Identity> {
    if (credentials.via === 'bearer' && this.local.isIn(request, credentials.value))
      return known(Principal.console('loopback', 'command line'));
    const address = addressBlock(clientAddress(request));
    const attempted = attemptedBy(credentials, request.path);
    const key = isTooLong(credentials)
      ? null
      : ((await this.verify(credentials, request, response)) ??
        this.verifyToken(credentials, address, attempted));
    if (!key) return refused(this.failed(address, attempted), this.namedKey(credentials));
    if (key.refusal) return refused(new KeyNotUsableError(key.refusal), key.facts.keyId);
    const principal = new Principal({ ...key.facts, kind: 'key', via: credentials.via });
    return known(principal, { credential: key.credential }, key.limits);
  }

  /** What is too long to be guessed. */
  private verify(
    credentials: Credentials,
    request: RequestWithPrincipal,
    response: Response,
  ): Promise<ProvenKey | null> | ProvenKey | null {
    if (credentials.via === 'header') return this.headerKeys.check(request, response);
    if (credentials.via === 'basic') return this.verifier.verify(credentials.key, credentials.secret);
    if (credentials.via === 'path') return this.verifier.verifyPathToken(credentials.token);
    const pair = pairOf(credentials.value);
    return pair && this.verifier.verify(pair.key, pair.secret);
  }

  /** AUTH_TOKEN may look like anything, and may be short: an address that has to wait is told nothing about it. */
  private verifyToken(credentials: Credentials, address: string, attempted: Attempted): ProvenKey | null {
    if (credentials.via !== 'bearer' || attempted !== 'token') return null;
    if (this.failures.waitMs(address, attempted) > 0) return null;
    return this.verifier.verifyBearerToken(credentials.value);
  }

  private namedKey(credentials: Credentials): number | null {
    const key = publicKeyOf(credentials);
    return key === undefined ? null : this.verifier.idOf(key);
  }

  private failed(address: string, attempted: Attempted): InvalidKeyError | TooManyFailedAttemptsError {
    const waitMs = this.failures.waitMs(address, attempted);
    if (waitMs > 0) return tooMany(waitMs);
    this.failures.failed(address, attempted);
    return new InvalidKeyError();
  }
}

/** AUTH_TOKEN opens `/sdapi` alone; whatever bearer comes there may be a guess at it, pairs of key and secret too. */
function attemptedBy({ via }: Credentials, path: string): Attempted {
  return via === 'bearer' && path.startsWith('/sdapi/') ? 'token' : 'key';
}

function publicKeyOf(credentials: Credentials): string | undefined {
  if (credentials.via === 'path') return undefined;
  return credentials.via === 'bearer' ? pairOf(credentials.value)?.key : credentials.key;
}

function isTooLong(credentials: Credentials): boolean {
  return Object.values(credentials).some((text: string) => text.length > MAX_CHARS);
}
