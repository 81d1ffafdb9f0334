// The secrets of Standard Webhooks 1.0.0: `whsec_` and base64, or any text, whose UTF-8 bytes are the key then.
import { createHmac, randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

const PREFIX = 'whsec_';
const NEW_BYTES = 32;
const SHORTEST_BYTES = 16;
const BITE = 1024 * 1024;

export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(NEW_BYTES).toString('base64')}`;
}

/** A sentence about what is wrong with a secret that somebody chose; undefined when nothing is. */
export function secretProblem(secret: string, inHeader: boolean): string | undefined {
  if (inHeader && !/^[\x21-\x7e]+( +[\x21-\x7e]+)*$/.test(secret))
    return 'must be printable ASCII to be sent as a header';
  if (!secret.startsWith(PREFIX)) return undefined;
  const text = secret.slice(PREFIX.length);
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  if (isBase64 && keyOf(secret).length >= SHORTEST_BYTES) return undefined;
  return `must be ${PREFIX} and base64 of ${SHORTEST_BYTES} bytes or more, or a text without that beginning`;
}

export interface Signed {
  id: string;
  /** Unix seconds. */
  timestamp: number;
  body: string | Buffer;
}

/** `webhook-signature` with one signature for each secret. Large bodies are signed in bites, so that nobody waits. */
export async function signatureOf(message: Signed, secrets: string[]): Promise<string> {
  const signatures: string[] = [];
  const body = Buffer.isBuffer(message.body) ? message.body : Buffer.from(message.body);
  for (const secret of secrets) {
    const mac = createHmac('sha256', keyOf(secret)).update(`${message.id}.${message.timestamp}.`);
    for (let at = 0; at < body.length; at += BITE) {
      if (at > 0) await nextTurn();
      mac.update(body.subarray(at, at + BITE));
    }
    signatures.push(`v1,${mac.digest('base64')}`);
  }
  return signatures.join(' ');
}

function keyOf(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8');
}
