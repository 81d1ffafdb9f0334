// Seals secrets for the database (servers' passwords, webhooks' secrets): AES-256-GCM, bound to what they belong to.
// Format `v1:<iv>:<tag>:<data>`, each part base64url. The key comes from `secret-key.ts`.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DomainError } from '../common/errors.js';
import type { SecretKey } from './secret-key.js';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text that cannot be opened: another key, another owner's, or damaged. */
export class UnreadableSecretError extends Error {}

/** 503: there is no usable key, so nothing new can be sealed. */
export class NoSecretKeyError extends DomainError {
  constructor(problem: string) {
    super('secret_key_unusable', 503, `Secrets cannot be stored now. ${problem}`, undefined, 'error');
  }
}

export class SecretBox {
  constructor(private readonly secretKey: SecretKey) {}

  /** @throws NoSecretKeyError */
  seal(text: string, owner: string): string {
    if ('problem' in this.secretKey) throw new NoSecretKeyError(this.secretKey.problem);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.secretKey.key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(owner));
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [VERSION, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join(':');
  }

  /** @throws UnreadableSecretError with a sentence that says why */
  open(sealed: string, owner: string): string {
    if ('problem' in this.secretKey) throw new UnreadableSecretError(this.secretKey.problem);
    const [version, ...parts] = sealed.split(':');
    const [iv, tag, data] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (version !== VERSION || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || !data) {
      throw new UnreadableSecretError('What is stored is not in a form that this version knows.');
    }
    try {
      const cipher = createDecipheriv('aes-256-gcm', this.secretKey.key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
      return Buffer.concat([cipher.update(data), cipher.final()]).toString('utf8');
    } catch {
      // Node says only that authentication failed, which is always this.
      throw new UnreadableSecretError('The secret key is not the one that they were stored with.');
    }
  }
}
