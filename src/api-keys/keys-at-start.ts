// Brings the row of AUTH_TOKEN in step with the environment, then fills the ring, before the first request. From then on
// keys follow the names of servers: `servers/rename-server.ts` changes their rows, this changes the ring.
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { DEFAULT_DOOR, DEFAULT_SCOPES } from '../access/contract/index.js';
import { errorText } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import type { AppEvent } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import { NO_LIMITS, type ApiKey, type ApiKeyFields } from './api-key.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { KeyRing } from './key-ring.js';
import { newPublicKey, SECRET_PURPOSE } from './key-secrets.js';

const FIELDS: ApiKeyFields = {
  name: 'AUTH_TOKEN',
  scopes: [...DEFAULT_SCOPES],
  servers: null,
  appTypes: null,
  limits: NO_LIMITS,
  // The program whose clients send this token answered with an id at once.
  door: { ...DEFAULT_DOOR, sdapiMode: 'async' },
  isActive: true,
  expiresAt: null,
};

@Injectable()
export class KeysAtStart implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('ApiKeys');
  private listening?: Subscription;

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'AUTH_TOKEN'>,
    private readonly repository: ApiKeysRepository,
    private readonly hasher: SecretHasher,
    private readonly ring: KeyRing,
    private readonly events: EventBus,
  ) {}

  async onModuleInit(): Promise<void> {
    const token = this.settings.AUTH_TOKEN;
    try {
      await (token === undefined ? this.deactivate() : this.accept(token));
    } catch (error) {
      // Without it the token opens nothing; everything else works, so that the fault can be mended.
      this.logger.error(`AUTH_TOKEN is not accepted: ${errorText(error)}`);
    }
    this.ring.load(await this.repository.all());
    this.listening = this.events.events$.subscribe((event) => this.hear(event));
  }

  onModuleDestroy(): void {
    this.listening?.unsubscribe();
  }

  /** At once and from memory: no request sees the new name with the old restriction, and no change of a key is undone. */
  private hear({ type, serverAlias, data }: AppEvent): void {
    const from = data['previous_alias'];
    if (type !== 'server.state' || typeof from !== 'string' || typeof serverAlias !== 'string') return;
    for (const key of this.ring.all()) {
      if (!key.servers?.includes(from)) continue;
      const servers = key.servers.map((name) => (name === from ? serverAlias : name));
      this.ring.put({ ...key, servers: [...new Set(servers)] });
    }
  }

  private async accept(token: string): Promise<void> {
    const stored = await this.repository.ofEnvironment();
    if (stored?.isActive && this.hasher.matches(token, stored.secretHash, SECRET_PURPOSE)) return;
    const secretHash = this.hasher.hash(token, SECRET_PURPOSE);
    if (stored) await this.replace(stored, secretHash);
    // No hint: somebody chose this token, and may have chosen a short one.
    else {
      const secrets = { key: newPublicKey(), secret_hash: secretHash, secret_hint: '' };
      await this.repository.insert(FIELDS, { ...secrets, source: 'environment' });
    }
  }

  private async replace(stored: ApiKey, secretHash: string): Promise<void> {
    await this.repository.update(stored.id, FIELDS, { secret_hash: secretHash });
    this.logger.log('AUTH_TOKEN is another than at the last start, or is back', { keyId: stored.id });
  }

  private async deactivate(): Promise<void> {
    const stored = await this.repository.ofEnvironment();
    if (stored?.isActive) await this.repository.update(stored.id, { isActive: false });
  }
}
