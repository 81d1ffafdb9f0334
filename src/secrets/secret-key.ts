// The key that seals servers' secrets: from the environment, or a file made once in the data folder.
// A key that cannot be used is not replaced: the operator may still bring the right one back.
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { PRIVATE } from '../config/private-folder.js';
import { join } from 'node:path';
import { errorText } from '../common/errors.js';
import type { Settings } from '../config/settings.js';

export const KEY_FILE = 'secret.key';
const KEY_BYTES = 32;

/** The key, or a sentence that says why there is none. */
export type SecretKey = { key: Buffer } | { problem: string };

/**
 * Never throws: on loopback the queue runs without a key too; only servers with secrets and API keys cannot be used.
 * What cannot do without it (signing in) stops the start with this problem.
 */
export function loadSecretKey(settings: Pick<Settings, 'STABLEQUEUE_SECRET_KEY' | 'dataDir'>): SecretKey {
  if (settings.STABLEQUEUE_SECRET_KEY) return { key: Buffer.from(settings.STABLEQUEUE_SECRET_KEY, 'hex') };
  const path = join(settings.dataDir, KEY_FILE);
  try {
    return readKey(path) ?? { key: makeKey(settings.dataDir, path) };
  } catch (error) {
    return { problem: `The key file ${path} can be neither read nor made: ${errorText(error)}.` };
  }
}

function readKey(path: string): SecretKey | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  if (/^[0-9a-f]{64}$/i.test(text)) return { key: Buffer.from(text, 'hex') };
  return {
    problem: `The key file ${path} is damaged: restore it from a backup, or delete it to have a new one made: then enter the passwords of servers again, and make new API keys.`,
  };
}

function makeKey(dataDir: string, path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  mkdirSync(dataDir, { recursive: true, mode: PRIVATE });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, `${key.toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dataDir);
  return key;
}

/** Without it the name could be lost with the power although the file is on disk. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
