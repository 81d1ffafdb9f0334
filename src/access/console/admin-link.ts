// The one-click link to the console: `http://…/#token=…`. The token sits behind the `#`, which browsers keep to
// themselves; it works once, within a day, and only its keyed hash is stored. A copy lies in a file for the owner's
// eyes until it is used.
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { errorText } from '../../common/errors.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Database } from '../../database/database.js';
import { SettingsStore } from '../../database/settings-store.js';
import { SecretHasher } from '../../secrets/secret-hasher.js';

export const LINK_FILE = 'admin-token.txt';
const SETTING = 'console_link';
const PURPOSE = 'console-link';
export const LINK_HOURS = 24;

interface StoredLink {
  hash: string;
  expiresAt: string;
  used: boolean;
}

@Injectable()
export class AdminLink {
  private readonly logger = new Logger(AdminLink.name);
  private readonly file: string;

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly database: Database,
    private readonly store: SettingsStore,
    private readonly hasher: SecretHasher,
    private readonly clock: Clock,
  ) {
    this.file = join(settings.dataDir, LINK_FILE);
  }

  /** A new token in place of the old one. */
  async make(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const link: StoredLink = {
      hash: this.hasher.hash(token, PURPOSE),
      expiresAt: this.clock.isoIn(LINK_HOURS * 3_600_000),
      used: false,
    };
    await this.store.set(SETTING, link);
    this.writeFile(token);
    return token;
  }

  /** One that still works and lies in its file. */
  async isOpen(): Promise<boolean> {
    const link = await this.store.get<StoredLink>(SETTING);
    return link !== undefined && this.works(link) && existsSync(this.file);
  }

  /** True once for each token. */
  async spend(token: string): Promise<boolean> {
    const spent = await this.database.write(async () => {
      const link = await this.store.get<StoredLink>(SETTING);
      if (!link || !this.works(link) || !this.hasher.matches(token, link.hash, PURPOSE)) return false;
      await this.store.set(SETTING, { ...link, used: true });
      return true;
    });
    if (spent) rmSync(this.file, { force: true });
    return spent;
  }

  private works(link: StoredLink): boolean {
    return !link.used && link.expiresAt > this.clock.iso();
  }

  /** Without the file there is still the link itself, so a folder that cannot be written does not stop the start. */
  private writeFile(token: string): void {
    try {
      rmSync(this.file, { force: true });
      writeFileSync(this.file, `${token}\n`, { mode: 0o600 });
    } catch (error) {
      this.logger.warn(`${this.file} cannot be written: ${errorText(error)}`);
    }
  }
}

/** Where the page takes it from. */
export function linkPath(token: string): string {
  return `/#token=${token}`;
}
