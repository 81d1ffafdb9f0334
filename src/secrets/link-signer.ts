// Links that work without a key, for a while: an image in a chat message or in an <img> of another program.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SecretHasher } from './secret-hasher.js';

const DAY_MS = 86_400_000;
const VALID_DAYS = 7;
const PURPOSE = 'link';

@Injectable()
export class LinkSigner {
  constructor(
    private readonly hasher: SecretHasher,
    private readonly clock: Clock,
  ) {}

  /** `path` with `exp` (unix seconds) and `sig`. The same all day long, so that caches know it again. */
  sign(path: string): string {
    const expires = (Math.floor(this.clock.now() / DAY_MS) + 1 + VALID_DAYS) * (DAY_MS / 1000);
    return `${path}?exp=${expires}&sig=${this.hasher.hash(`${path}|${expires}`, PURPOSE)}`;
  }

  /** Is this the signature of that path, and still in time? */
  verify(path: string, expires: unknown, signature: unknown): boolean {
    if (typeof expires !== 'string' || !/^\d{1,12}$/.test(expires) || typeof signature !== 'string')
      return false;
    if (Number(expires) * 1000 < this.clock.now()) return false;
    return this.hasher.matches(`${path}|${expires}`, signature, PURPOSE);
  }
}
