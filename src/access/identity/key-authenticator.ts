// From the signs of a key to the caller it belongs to. A wrong one is never forgiven: there is no falling back to the
// console. All wrong ones get one answer, and after some of them have to wait.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { KeyVerifier } from '../../api-keys/key-verifier.js';
import type { VerifiedKey } from '../../api-keys/verified-key.js';
import {
  InvalidKeyError,
  KeyNotUsableError,
  tooMany,
  type TooManyFailedAttemptsError,
} from '../access.errors.js';
import { Principal, type RequestWithPrincipal } from '../contract/index.js';
import { addressBlock, clientAddress } from '../http/client-address.js';
import { FailedAttempts } from '../limits/failed-attempts.js';
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
    const name = nameOf(credentials);
    const waitMs = this.failures.waitMs(address, name);
    if (waitMs > 0) return refused(tooMany(waitMs), this.namedKey(credentials));
    const key = isTooLong(credentials) ? null : await this.verify(credentials, request, response);
    if (!key) return refused(this.failed(address, name), this.namedKey(credentials));
    this.failures.succeeded(address, name);
    if (key.refusal) return refused(new KeyNotUsableError(key.refusal), key.facts.keyId);
    return known(new Principal({ ...key.facts, kind: 'key', via: credentials.via }), key.limits);
  }

  private verify(
    credentials: Credentials,
    request: RequestWithPrincipal,
    response: Response,
  ): Promise<VerifiedKey | null> | VerifiedKey | null {
    if (credentials.via === 'header') return this.headerKeys.check(request, response);
    if (credentials.via === 'basic') return this.verifier.verify(credentials.key, credentials.secret);
    if (credentials.via === 'path') return this.verifier.verifyPathToken(credentials.token);
    return this.verifyBearer(credentials.value, request.path);
  }

  /** AUTH_TOKEN opens `/sdapi` alone, and may look like anything. */
  private verifyBearer(value: string, path: string): VerifiedKey | null {
    const byToken = path.startsWith('/sdapi/') ? this.verifier.verifyBearerToken(value) : null;
    const pair = pairOf(value);
    return byToken ?? (pair && this.verifier.verify(pair.key, pair.secret));
  }

  private namedKey(credentials: Credentials): number | null {
    const key = publicKeyOf(credentials);
    return key === undefined ? null : this.verifier.idOf(key);
  }

  private failed(address: string, name: string): InvalidKeyError | TooManyFailedAttemptsError {
    const waitMs = this.failures.addressWaitMs(address);
    if (waitMs > 0) return tooMany(waitMs);
    this.failures.failed(address, name);
    return new InvalidKeyError();
  }
}

function publicKeyOf(credentials: Credentials): string | undefined {
  if (credentials.via === 'path') return undefined;
  return credentials.via === 'bearer' ? pairOf(credentials.value)?.key : credentials.key;
}

/** Tells tries of different keys apart. Tokens have no public half: a hash stands for them, as no secret is kept. */
function nameOf(credentials: Credentials): string {
  if (credentials.via === 'path') return `path:${fingerprint(credentials.token)}`;
  const key = publicKeyOf(credentials);
  return `key:${key?.slice(0, 100) ?? fingerprint(credentials.via === 'bearer' ? credentials.value : '')}`;
}

function fingerprint(token: string): string {
  return createHash('sha256').update(token.slice(0, MAX_CHARS)).digest('base64url').slice(0, 22);
}

function isTooLong(credentials: Credentials): boolean {
  return Object.values(credentials).some((text: string) => text.length > MAX_CHARS);
}
