import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newDataDir, removeDataDir } from '../servers/fixtures/servers-bed.js';
import { NoSecretKeyError, SecretBox, UnreadableSecretError } from './secret-box.js';
import { KEY_FILE, loadSecretKey } from './secret-key.js';

describe('SecretBox', () => {
  const box = new SecretBox({ key: randomBytes(32) });

  it('opens what it sealed, for any text and any server', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uuid(), (text, id) => {
        const wellFormed = Buffer.from(text).toString();
        expect(box.open(box.seal(wellFormed, id), id)).toBe(wellFormed);
      }),
    );
  });

  it('seals one text differently each time, in a form that names its version', () => {
    expect(box.seal('pass', 'a')).toMatch(/^v1:[\w-]{16}:[\w-]{22}:[\w-]+$/);
    expect(box.seal('pass', 'a')).not.toBe(box.seal('pass', 'a'));
  });

  it('does not open what belongs to another server', () => {
    expect(() => box.open(box.seal('pass', 'a'), 'b')).toThrow(UnreadableSecretError);
  });

  it('does not open with another key', () => {
    const other = new SecretBox({ key: randomBytes(32) });
    expect(() => other.open(box.seal('pass', 'a'), 'a')).toThrow(/not the one that they were stored with/);
  });

  it.each([
    ['another version', (sealed: string) => sealed.replace('v1', 'v2')],
    [
      'a shortened tag',
      (sealed: string) =>
        sealed
          .split(':')
          .map((part, index) => (index === 2 ? part.slice(0, 6) : part))
          .join(':'),
    ],
    ['changed data', (sealed: string) => `${sealed.slice(0, -1)}${sealed.endsWith('A') ? 'Q' : 'A'}`],
    ['plain text', () => 'pass'],
    ['nothing', () => ''],
  ])('refuses %s', (_, damage) => {
    expect(() => box.open(damage(box.seal('pass word', 'a')), 'a')).toThrow(UnreadableSecretError);
  });

  it('without a key says why instead of storing in plain', () => {
    const keyless = new SecretBox({ problem: 'The key file is damaged.' });
    expect(() => keyless.seal('pass', 'a')).toThrow(NoSecretKeyError);
    expect(() => keyless.open('v1:a:b:c', 'a')).toThrow('The key file is damaged.');
  });
});

describe('loadSecretKey', () => {
  let dataDir: string;
  const load = () => loadSecretKey({ dataDir });
  beforeEach(() => void (dataDir = newDataDir()));
  afterEach(() => removeDataDir(dataDir));

  it('makes a key once that only its owner can read, and leaves nothing else behind', () => {
    const first = load();
    expect(first).toHaveProperty('key');
    expect(load()).toEqual(first);
    expect(statSync(join(dataDir, KEY_FILE)).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual([KEY_FILE]);
  });

  it('makes another key in another folder', () => {
    const first = load();
    rmSync(join(dataDir, KEY_FILE));
    expect(load()).not.toEqual(first);
  });

  it('prefers the key of the environment and then makes no file', () => {
    const key = 'ab'.repeat(32);
    expect(loadSecretKey({ dataDir, STABLEQUEUE_SECRET_KEY: key })).toEqual({ key: Buffer.from(key, 'hex') });
    expect(existsSync(join(dataDir, KEY_FILE))).toBe(false);
  });

  it('never overwrites a damaged key, because the right one may still be brought back', () => {
    writeFileSync(join(dataDir, KEY_FILE), 'abc');
    expect(load()).toEqual({ problem: expect.stringContaining('is damaged') });
    expect(readFileSync(join(dataDir, KEY_FILE), 'utf8')).toBe('abc');
  });

  it('says so when the file cannot be read', () => {
    mkdirSync(join(dataDir, KEY_FILE));
    expect(load()).toEqual({ problem: expect.stringContaining(KEY_FILE) });
  });
});
