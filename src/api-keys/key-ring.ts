// Every key in memory, so that a request is judged without the database. Loaded at start (`keys-at-start.ts`), kept in
// step by `api-keys.service.ts` after each commit. Who may use a key is decided in `key-verifier.ts`.
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import type { ApiKey } from './api-key.js';
import type { VerifiedKey } from './verified-key.js';

const HASH_BYTES = 32;

/** A key in the form in which it is compared. */
export interface RingKey {
  key: ApiKey;
  /** Null when what is stored is no hash: nothing fits it. */
  secretHash: Buffer | null;
  previousHash: Buffer | null;
  /** Milliseconds since the epoch; 0 without a previous secret. */
  previousUntil: number;
  pathTokenHash: Buffer | null;
  /** Milliseconds since the epoch; infinite when it never expires. */
  expiresAt: number;
  facts: VerifiedKey['facts'];
}

@Injectable()
export class KeyRing implements OnModuleDestroy {
  private keys = new Map<number, RingKey>();
  private byPublicKey = new Map<string, RingKey>();
  private byPathToken = new Map<string, RingKey>();
  private ofEnvironment: RingKey | undefined;
  private readonly changed = new Subject<void>();
  /** Keys or their limits are others than before. */
  readonly changes$: Observable<void> = this.changed.asObservable();

  onModuleDestroy(): void {
    this.changed.complete();
  }

  load(keys: ApiKey[]): void {
    this.replace(new Map(keys.map((key) => [key.id, forComparing(key)])));
  }

  put(key: ApiKey): void {
    this.replace(new Map(this.keys).set(key.id, forComparing(key)));
  }

  remove(id: number): void {
    const keys = new Map(this.keys);
    keys.delete(id);
    this.replace(keys);
  }

  all(): ApiKey[] {
    return [...this.keys.values()].map(({ key }) => key);
  }

  byId(id: number): ApiKey | undefined {
    return this.keys.get(id)?.key;
  }

  forComparing(id: number): RingKey | undefined {
    return this.keys.get(id);
  }

  /** Never the key of the environment: it has no public half that anybody was given. */
  withPublicKey(key: string): RingKey | undefined {
    return this.byPublicKey.get(key);
  }

  /** `hash`: hex digits. */
  withPathToken(hash: string): RingKey | undefined {
    return this.byPathToken.get(hash);
  }

  /** That of AUTH_TOKEN. */
  environment(): RingKey | undefined {
    return this.ofEnvironment;
  }

  private replace(keys: Map<number, RingKey>): void {
    const all = [...keys.values()];
    const made = all.filter(({ key }) => key.source === 'api');
    this.keys = keys;
    this.byPublicKey = new Map(made.map((one) => [one.key.key, one]));
    this.byPathToken = new Map(made.map((one) => [one.key.pathTokenHash ?? '', one]));
    this.byPathToken.delete('');
    this.ofEnvironment = all.find(({ key }) => key.source === 'environment');
    this.changed.next();
  }
}

function forComparing(key: ApiKey): RingKey {
  const { id, name, scopes, servers, appTypes, door } = key;
  return {
    key,
    secretHash: hashBytes(key.secretHash),
    previousHash: hashBytes(key.previousSecretHash),
    previousUntil: key.previousValidUntil === null ? 0 : Date.parse(key.previousValidUntil),
    pathTokenHash: hashBytes(key.pathTokenHash),
    expiresAt: key.expiresAt === null ? Infinity : Date.parse(key.expiresAt),
    facts: Object.freeze({ keyId: id, name, scopes, servers, appTypes, door }),
  };
}

function hashBytes(hex: string | null): Buffer | null {
  const bytes = Buffer.from(hex ?? '', 'hex');
  return bytes.length === HASH_BYTES ? bytes : null;
}
