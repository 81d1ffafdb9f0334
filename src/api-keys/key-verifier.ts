// Is this secret right? In memory and without waiting, for every request. What a right answer allows is decided by
// `access/`. Nothing here depends on how much of a secret was right, nor on whether the key exists at all: each
// question costs one keyed hash and two comparisons, against a hash of nothing where there is no key.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import { KeyRing, type RingKey } from './key-ring.js';
import { PATH_TOKEN_PURPOSE, SECRET_PURPOSE } from './key-secrets.js';
import type { VerifiedKey } from './verified-key.js';

/** A key, and which of its secrets it was proven by. */
export interface ProvenKey extends VerifiedKey {
  /** The hash of that secret as it is kept, so that what it opened can end with it. Never leaves the process. */
  credential: string;
}

@Injectable()
export class KeyVerifier {
  /** Stands in for the hash that a missing key does not have; no text has it. */
  private readonly nothing = randomBytes(32);

  /** Keys are others than before. */
  readonly changes$: Observable<void>;

  constructor(
    private readonly ring: KeyRing,
    private readonly hasher: SecretHasher,
    private readonly clock: Clock,
  ) {
    this.changes$ = ring.changes$;
  }

  /**
   * A key and its secret, or the one before it while that still holds. Null for an unknown key and for a wrong secret,
   * in the same time.
   * @throws NoSecretKeyError
   */
  verify(key: string, secret: string): ProvenKey | null {
    return this.judge(this.ring.withPublicKey(key), secret);
  }

  /** A token of a key's own for the address of the A1111 door. @throws NoSecretKeyError */
  verifyPathToken(token: string): ProvenKey | null {
    const hash = this.hasher.hash(token, PATH_TOKEN_PURPOSE);
    const found = this.ring.withPathToken(hash);
    const right = timingSafeEqual(Buffer.from(hash, 'hex'), found?.pathTokenHash ?? this.nothing);
    return found && right ? this.verified(found, hash) : null;
  }

  /** AUTH_TOKEN; whether the route takes it is the caller's to decide. @throws NoSecretKeyError */
  verifyBearerToken(token: string): ProvenKey | null {
    return this.judge(this.ring.environment(), token);
  }

  /** For logs and counters, never for an answer: whose key this is, whatever the secret. Null: nobody's. */
  idOf(key: string): number | null {
    return this.ring.withPublicKey(key)?.key.id ?? null;
  }

  /** Does the key of this caller still hold, with the same rights, and the secret that it was proven by? */
  isUnchanged(principal: Principal, credential: string | null): boolean {
    const found = this.ring.forComparing(principal.keyId ?? 0);
    if (!found?.key.isActive || this.clock.now() >= found.expiresAt) return false;
    return rightsOf(found.key) === rightsOf(principal) && this.holds(found, credential);
  }

  private holds({ key, previousUntil }: RingKey, credential: string | null): boolean {
    if (credential === null) return false;
    if (credential === key.secretHash || credential === key.pathTokenHash) return true;
    return credential === key.previousSecretHash && this.clock.now() < previousUntil;
  }

  private judge(found: RingKey | undefined, secret: string): ProvenKey | null {
    const credential = this.hasher.hash(secret, SECRET_PURPOSE);
    const hash = Buffer.from(credential, 'hex');
    const isCurrent = timingSafeEqual(hash, found?.secretHash ?? this.nothing);
    const isPrevious = timingSafeEqual(hash, found?.previousHash ?? this.nothing);
    const previousHolds = this.clock.now() < (found?.previousUntil ?? 0);
    return found && (isCurrent || (isPrevious && previousHolds)) ? this.verified(found, credential) : null;
  }

  private verified(found: RingKey, credential: string): ProvenKey {
    const { key, facts, expiresAt } = found;
    const expired = this.clock.now() >= expiresAt ? 'api_key_expired' : null;
    return { facts, limits: key.limits, refusal: key.isActive ? expired : 'api_key_inactive', credential };
  }
}

function rightsOf({ scopes, servers }: Pick<Principal, 'scopes' | 'servers'>): string {
  return JSON.stringify([scopes, servers]);
}
