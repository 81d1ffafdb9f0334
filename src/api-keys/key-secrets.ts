// How keys and their secrets are made, and under which purposes they are hashed. All of them have 128 bits and more.
import { randomBytes } from 'node:crypto';

/** Purposes of `SecretHasher`: a hash of one kind never fits another. */
export const SECRET_PURPOSE = 'api-key';
export const PATH_TOKEN_PURPOSE = 'path-token';

const KEY_BYTES = 12;
const SECRET_BYTES = 32;
const HINT_CHARS = 4;

/** `mk_` and 24 hex digits, as the original's clients know it. */
export function newPublicKey(): string {
  return `mk_${randomBytes(KEY_BYTES).toString('hex')}`;
}

/** 256 bits as 64 hex digits. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('hex');
}

/** 256 bits that need no encoding in a path. */
export function newPathToken(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

export function hintOf(secret: string): string {
  return secret.slice(-HINT_CHARS);
}
