// Keyed hashes of random secrets (API secrets, session ids, link tokens) and of signed links. The secrets have 128 bits
// and more, so a fast hash is right (OWASP ASVS 5.0, 6.5.2); the key makes a stolen or forged database row useless.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { NoSecretKeyError } from './secret-box.js';
import type { SecretKey } from './secret-key.js';

const KEY_BYTES = 32;

export class SecretHasher {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly secretKey: SecretKey) {}

  /**
   * HMAC-SHA-256 as 64 hex digits. Each `purpose` has a key of its own, so a hash made for one never fits another.
   * @throws NoSecretKeyError
   */
  hash(text: string, purpose: string): string {
    return createHmac('sha256', this.keyFor(purpose)).update(text, 'utf8').digest('hex');
  }

  /** Takes the same time wherever the two differ. */
  matches(text: string, hash: string, purpose: string): boolean {
    const actual = Buffer.from(this.hash(text, purpose), 'hex');
    const expected = Buffer.from(hash, 'hex');
    return expected.length === actual.length && timingSafeEqual(actual, expected);
  }

  private keyFor(purpose: string): Buffer {
    const known = this.keys.get(purpose);
    if (known) return known;
    if ('problem' in this.secretKey) throw new NoSecretKeyError(this.secretKey.problem);
    const info = `stablequeue/${purpose}`;
    const key = Buffer.from(hkdfSync('sha256', this.secretKey.key, Buffer.alloc(0), info, KEY_BYTES));
    this.keys.set(purpose, key);
    return key;
  }
}
