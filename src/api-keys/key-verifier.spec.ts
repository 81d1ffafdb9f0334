import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../test/support/temp-database.js';
import { DEFAULT_DOOR, Principal } from '../access/contract/index.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import { NO_LIMITS, type ApiKey } from './api-key.js';
import { KeyRing } from './key-ring.js';
import { newPathToken, newPublicKey, newSecret, PATH_TOKEN_PURPOSE, SECRET_PURPOSE } from './key-secrets.js';
import { KeyVerifier } from './key-verifier.js';

const HOUR_MS = 3_600_000;

describe(KeyVerifier.name, () => {
  const hasher = new SecretHasher({ key: Buffer.alloc(32, 7) });
  const [publicKey, secret, token] = [newPublicKey(), newSecret(), newPathToken()];
  let clock: FakeClock;
  let ring: KeyRing;
  let verifier: KeyVerifier;

  const put = (over: Partial<ApiKey> = {}) => {
    const now = clock.iso();
    ring.put({
      id: 7,
      name: 'Forge of Ada',
      key: publicKey,
      secretHash: hasher.hash(secret, SECRET_PURPOSE),
      secretHint: secret.slice(-4),
      previousSecretHash: null,
      previousValidUntil: null,
      pathTokenHash: hasher.hash(token, PATH_TOKEN_PURPOSE),
      pathTokenCreatedAt: now,
      scopes: ['submit'],
      servers: ['tower'],
      appTypes: null,
      limits: NO_LIMITS,
      door: DEFAULT_DOOR,
      isActive: true,
      source: 'api',
      expiresAt: null,
      createdAt: now,
      updatedAt: now,
      lastUsedAt: null,
      ...over,
    });
  };

  beforeEach(() => {
    clock = new FakeClock();
    ring = new KeyRing();
    verifier = new KeyVerifier(ring, hasher, clock);
    put();
  });

  it('knows a key by its right secret, and tells what it may do', () => {
    expect(verifier.verify(publicKey, secret)).toEqual({
      facts: {
        keyId: 7,
        name: 'Forge of Ada',
        scopes: ['submit'],
        servers: ['tower'],
        appTypes: null,
        door: DEFAULT_DOOR,
      },
      limits: NO_LIMITS,
      refusal: null,
      credential: hasher.hash(secret, SECRET_PURPOSE),
    });
  });

  it.each([
    ['a wrong secret', publicKey, newSecret()],
    ['half a secret', publicKey, secret.slice(0, 32)],
    ['no secret', publicKey, ''],
    ['an unknown key', newPublicKey(), secret],
    ['no key', '', secret],
    ["a path token in the secret's place", publicKey, token],
    ['the hash itself', publicKey, hasher.hash(secret, SECRET_PURPOSE)],
    ['the name of a property', '__proto__', secret],
  ])('refuses %s', (_, key, given) => {
    expect(verifier.verify(key, given)).toBeNull();
  });

  it('tells of expiry and deactivation only when the secret is right', () => {
    put({ expiresAt: clock.isoIn(HOUR_MS) });
    expect(verifier.verify(publicKey, secret)?.refusal).toBeNull();
    clock.advance(HOUR_MS);
    expect(verifier.verify(publicKey, secret)?.refusal).toBe('api_key_expired');
    expect(verifier.verify(publicKey, newSecret())).toBeNull();
    put({ isActive: false });
    expect(verifier.verify(publicKey, secret)?.refusal).toBe('api_key_inactive');
    expect(verifier.verifyPathToken(token)?.refusal).toBe('api_key_inactive');
    expect(verifier.verify(publicKey, newSecret())).toBeNull();
  });

  it('takes the secret before the last rotation until its time is over', () => {
    const next = newSecret();
    put({
      secretHash: hasher.hash(next, SECRET_PURPOSE),
      previousSecretHash: hasher.hash(secret, SECRET_PURPOSE),
      previousValidUntil: clock.isoIn(HOUR_MS),
    });
    expect(verifier.verify(publicKey, next)).not.toBeNull();
    expect(verifier.verify(publicKey, secret)).not.toBeNull();
    clock.advance(HOUR_MS - 1);
    expect(verifier.verify(publicKey, secret)).not.toBeNull();
    clock.advance(1);
    expect(verifier.verify(publicKey, secret)).toBeNull();
    expect(verifier.verify(publicKey, next)).not.toBeNull();
  });

  it('opens by a path token, which is no secret elsewhere', () => {
    expect(verifier.verifyPathToken(token)?.facts.keyId).toBe(7);
    expect(verifier.verifyPathToken(newPathToken())).toBeNull();
    expect(verifier.verifyPathToken('')).toBeNull();
    expect(verifier.verifyPathToken(secret)).toBeNull();
    expect(verifier.verifyBearerToken(token)).toBeNull();
    put({ pathTokenHash: null });
    expect(verifier.verifyPathToken(token)).toBeNull();
    expect(verifier.verifyPathToken('')).toBeNull();
  });

  it('takes the token of the environment as a bearer token and in no other way', () => {
    const [environment, theToken] = [newPublicKey(), 'a token of sixteen'];
    expect(verifier.verifyBearerToken(theToken)).toBeNull();
    put({
      id: 8,
      key: environment,
      source: 'environment',
      secretHash: hasher.hash(theToken, SECRET_PURPOSE),
      pathTokenHash: null,
    });
    expect(verifier.verifyBearerToken(theToken)?.facts.keyId).toBe(8);
    expect(verifier.verifyBearerToken(secret)).toBeNull();
    expect(verifier.verify(environment, theToken)).toBeNull();
    expect(verifier.verifyPathToken(theToken)).toBeNull();
  });

  it('forgets a key that is removed', () => {
    ring.remove(7);
    expect(verifier.verify(publicKey, secret)).toBeNull();
    expect(verifier.verifyPathToken(token)).toBeNull();
    expect(verifier.idOf(publicKey)).toBeNull();
  });

  it('tells when what a caller was let in by no longer holds', () => {
    const holds = (given: ReturnType<KeyVerifier['verify']>) =>
      verifier.isUnchanged(new Principal({ ...given!.facts, kind: 'key', via: 'header' }), given!.credential);
    const [bySecret, byToken] = [verifier.verify(publicKey, secret), verifier.verifyPathToken(token)];
    expect([holds(bySecret), holds(byToken)]).toEqual([true, true]);
    const rotated = {
      secretHash: hasher.hash(newSecret(), SECRET_PURPOSE),
      previousSecretHash: hasher.hash(secret, SECRET_PURPOSE),
      previousValidUntil: clock.isoIn(HOUR_MS),
    };
    put(rotated);
    clock.advance(HOUR_MS - 1);
    expect(holds(bySecret)).toBe(true);
    clock.advance(1);
    expect([holds(bySecret), holds(byToken)]).toEqual([false, true]);
    put({ pathTokenHash: null });
    expect([holds(bySecret), holds(byToken)]).toEqual([true, false]);
    put({ scopes: ['admin'] });
    expect(holds(bySecret)).toBe(false);
  });

  it('opens nothing with a row whose hash is damaged', () => {
    put({ secretHash: '', previousSecretHash: 'abc', previousValidUntil: clock.isoIn(HOUR_MS) });
    expect(verifier.verify(publicKey, secret)).toBeNull();
    expect(verifier.verify(publicKey, '')).toBeNull();
  });

  it('needs the same time for an unknown key, a wrong secret and a right one', () => {
    put({
      previousSecretHash: hasher.hash(newSecret(), SECRET_PURPOSE),
      previousValidUntil: clock.isoIn(HOUR_MS),
    });
    for (let id = 100; id < 400; id += 1) put({ id, key: newPublicKey(), pathTokenHash: null });
    const almost = `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`;
    expectSameTime(
      {
        right: () => [publicKey, secret],
        wrong: () => [publicKey, newSecret()],
        almost: () => [publicKey, almost],
        unknown: () => [newPublicKey(), secret],
        both: () => [newPublicKey(), newSecret()],
      },
      (key, given) => verifier.verify(key, given),
    );
  });
});

type Credentials = () => [key: string, secret: string];
type Verify = (key: string, secret: string) => unknown;

/** Medians of interleaved rounds, so that whatever else the machine does meets all of them; the best of a few tries. */
function expectSameTime(kinds: Record<string, Credentials>, verify: Verify, ratio = 1.5, tries = 5): void {
  for (let attempt = 1; ; attempt += 1) {
    const medians = mediansOf(kinds, verify);
    const times = Object.values(medians);
    if (Math.max(...times) / Math.min(...times) < ratio) return;
    if (attempt === tries) throw new Error(`Times differ: ${JSON.stringify(medians)}`);
  }
}

function mediansOf(
  kinds: Record<string, Credentials>,
  verify: Verify,
  rounds = 4_000,
): Record<string, number> {
  const trials = Object.entries(kinds).map(([name, make]) => ({
    name,
    // Strings of their own, as each request brings them: a known string would have been hashed before.
    given: Array.from({ length: rounds }, () => make().map((text) => Buffer.from(text).toString())),
    times: [] as number[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { given, times } of trials) {
      const [key, secret] = given[round]!;
      const startedAt = process.hrtime.bigint();
      verify(key!, secret!);
      times.push(Number(process.hrtime.bigint() - startedAt));
    }
  }
  return Object.fromEntries(
    trials.map(({ name, times }) => [name, times.sort((a, b) => a - b)[rounds / 2]!]),
  );
}
