// Keys as people set them up: made, changed, given new secrets. The ring is told after each commit, so a change counts
// from the next request on. Deleting them is `key-removal.ts`, what they did `key-records.service.ts`.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import type { CreateApiKeyDto, UpdateApiKeyDto } from './api-key-form.dto.js';
import { changedFields, newFields } from './api-key-form.js';
import { ApiKeyFromEnvironmentError, ApiKeyNotFoundError, NoPathTokenError } from './api-key.errors.js';
import type { ApiKey, ApiKeyFields } from './api-key.js';
import { ApiKeysRepository, type ApiKeySecrets } from './api-keys.repository.js';
import { KeyRing } from './key-ring.js';
import {
  hintOf,
  newPathToken,
  newPublicKey,
  newSecret,
  PATH_TOKEN_PURPOSE,
  SECRET_PURPOSE,
} from './key-secrets.js';

const HOUR_MS = 3_600_000;

/** The only time that somebody sees it. */
export interface KeyWithSecret {
  key: ApiKey;
  secret: string;
}

interface KeyChange {
  fields?: Partial<ApiKeyFields>;
  secrets?: Partial<ApiKeySecrets>;
}

@Injectable()
export class ApiKeysService {
  private readonly logger = new Logger('ApiKeys');

  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly ring: KeyRing,
    private readonly hasher: SecretHasher,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The oldest first. */
  list(): Promise<ApiKey[]> {
    return this.repository.all();
  }

  /** @throws ApiKeyNotFoundError */
  async get(id: number): Promise<ApiKey> {
    const key = await this.repository.find(id);
    if (!key) throw new ApiKeyNotFoundError(String(id));
    return key;
  }

  /** @throws InvalidRequestError, NoSecretKeyError */
  async create(dto: CreateApiKeyDto): Promise<KeyWithSecret> {
    const fields = newFields(dto, this.clock.now());
    const secret = newSecret();
    const secrets = {
      key: newPublicKey(),
      secret_hash: this.hasher.hash(secret, SECRET_PURPOSE),
      secret_hint: hintOf(secret),
      source: 'api' as const,
    };
    const key = await this.database.write(async () => {
      const stored = await this.repository.insert(fields, secrets);
      this.database.afterCommit(() => this.ring.put(stored));
      return stored;
    });
    this.logger.log(`API key made`, { keyId: key.id, key: key.key, scopes: key.scopes });
    return { key, secret };
  }

  /** Changes what the request names. @throws ApiKeyNotFoundError, ApiKeyFromEnvironmentError, InvalidRequestError */
  update(id: number, dto: UpdateApiKeyDto): Promise<ApiKey> {
    return this.change(id, 'changed', (before) => ({ fields: changedFields(dto, before, this.clock.now()) }));
  }

  /**
   * A new secret; the one of now goes on working for `overlapHours`, an earlier one no more.
   * @throws ApiKeyNotFoundError, ApiKeyFromEnvironmentError, NoSecretKeyError
   */
  async rotate(id: number, overlapHours: number): Promise<KeyWithSecret> {
    const secret = newSecret();
    const secretHash = this.hasher.hash(secret, SECRET_PURPOSE);
    const key = await this.change(id, 'given a new secret', (before) => ({
      secrets: {
        secret_hash: secretHash,
        secret_hint: hintOf(secret),
        previous_secret_hash: overlapHours > 0 ? before.secretHash : null,
        previous_valid_until: overlapHours > 0 ? this.clock.isoIn(overlapHours * HOUR_MS) : null,
      },
    }));
    return { key, secret };
  }

  /**
   * A token for the key's own address of the A1111 door; one that it had stops at once.
   * @throws ApiKeyNotFoundError, ApiKeyFromEnvironmentError, NoSecretKeyError
   */
  async givePathToken(id: number): Promise<string> {
    const token = newPathToken();
    const hash = this.hasher.hash(token, PATH_TOKEN_PURPOSE);
    await this.change(id, 'given a path token', () => ({
      secrets: { path_token_hash: hash, path_token_created: this.clock.iso() },
    }));
    return token;
  }

  /** The key itself goes on. @throws ApiKeyNotFoundError, ApiKeyFromEnvironmentError, NoPathTokenError */
  revokePathToken(id: number): Promise<ApiKey> {
    return this.change(id, 'without its path token', (before) => {
      if (before.pathTokenHash === null) throw new NoPathTokenError(before.name);
      return { secrets: { path_token_hash: null, path_token_created: null } };
    });
  }

  private async change(id: number, what: string, decide: (before: ApiKey) => KeyChange): Promise<ApiKey> {
    const after = await this.database.write(async () => {
      const { fields, secrets } = decide(await this.changeable(id));
      const stored = await this.repository.update(id, fields ?? {}, secrets);
      if (!stored) throw new ApiKeyNotFoundError(String(id));
      this.database.afterCommit(() => this.ring.put(stored));
      return stored;
    });
    this.logger.log(`API key ${what}`, { keyId: id });
    return after;
  }

  private async changeable(id: number): Promise<ApiKey> {
    const key = await this.get(id);
    if (key.source === 'environment') throw new ApiKeyFromEnvironmentError();
    return key;
  }
}
