// The password of the console. One of the environment is compared as it is; one that was set in the console is stored
// as scrypt made it (OWASP: N = 2^17, r = 8, p = 1), which takes 128 MB for a moment: `console-sign-in.ts` lets
// one try at a time through.
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SettingsStore } from '../../database/settings-store.js';
import { SecretHasher } from '../../secrets/secret-hasher.js';
import { ACCESS_SETTINGS, type AccessSettings } from '../access-settings.js';
import { ConsoleSessions } from './console-sessions.js';

const SETTING = 'console_password';
const ENVIRONMENT_SETTING = 'console_password_of_environment';
const PURPOSE = 'console-password';
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const HASH_BYTES = 32;

interface StoredPassword {
  salt: string;
  hash: string;
  N: number;
  r: number;
  p: number;
}

@Injectable()
export class ConsolePassword implements OnModuleInit {
  private stored: StoredPassword | null = null;

  constructor(
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
    private readonly store: SettingsStore,
    private readonly hasher: SecretHasher,
    private readonly sessions: ConsoleSessions,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stored = (await this.store.get<StoredPassword>(SETTING)) ?? null;
    await this.noticeChange();
  }

  get isSet(): boolean {
    return this.isFromEnvironment || this.stored !== null;
  }

  get isFromEnvironment(): boolean {
    return this.settings.adminPassword !== null;
  }

  async check(password: string): Promise<boolean> {
    const { adminPassword } = this.settings;
    if (adminPassword !== null)
      return this.hasher.matches(password, this.hasher.hash(adminPassword, PURPOSE), PURPOSE);
    if (!this.stored) return false;
    const { salt, hash, ...cost } = this.stored;
    const actual = await derive(password, Buffer.from(salt, 'base64'), { ...SCRYPT, ...cost });
    return timingSafeEqual(actual, Buffer.from(hash, 'base64'));
  }

  async set(password: string): Promise<void> {
    const salt = randomBytes(16);
    const hash = await derive(password, salt, SCRYPT);
    const { N, r, p } = SCRYPT;
    const stored = { salt: salt.toString('base64'), hash: hash.toString('base64'), N, r, p };
    await this.store.set(SETTING, stored);
    this.stored = stored;
  }

  /** Whoever signed in with a password of the environment that is another by now has to sign in again. */
  private async noticeChange(): Promise<void> {
    const { adminPassword } = this.settings;
    const now = adminPassword === null ? null : this.hasher.hash(adminPassword, PURPOSE);
    const before = (await this.store.get<string | null>(ENVIRONMENT_SETTING)) ?? null;
    if (now === before) return;
    await this.sessions.closeAll((session) => session.signedInBy === 'password');
    await this.store.set(ENVIRONMENT_SETTING, now);
  }
}

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
