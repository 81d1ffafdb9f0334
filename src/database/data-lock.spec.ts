import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataFolderInUseError, DataLock, readInstance } from './data-lock.js';

const HOLD_LOCK = `
  const Database = (await import('better-sqlite3')).default;
  globalThis.lock = new Database(process.argv[1] + '/stablequeue.lock').exec('BEGIN EXCLUSIVE');
  console.log('held');
  setInterval(() => {}, 1000);`;

describe(DataLock.name, () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'stablequeue-lock-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('refuses a second holder and names the first', () => {
    const lock = DataLock.take(dataDir);
    lock.announce('http://127.0.0.1:3000');
    expect(() => DataLock.take(dataDir)).toThrow(DataFolderInUseError);
    expect(() => DataLock.take(dataDir)).toThrow(
      new RegExp(`process ${process.pid}, http://127.0.0.1:3000.*CONFIG_DATA_PATH`),
    );
    lock.release();
    expect(readInstance(dataDir)).toBeNull();
    DataLock.take(dataDir).release();
  });

  it('tells the owner of the folder, and nobody else, how to get in', () => {
    const lock = DataLock.take(dataDir);
    const file = join(dataDir, 'stablequeue.instance.json');
    chmodSync(file, 0o644);
    lock.announce('http://127.0.0.1:3000', 'a token');
    expect(readInstance(dataDir)).toEqual({
      pid: process.pid,
      url: 'http://127.0.0.1:3000',
      token: 'a token',
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    lock.release();
  });

  it('is free as soon as its holder is killed', async () => {
    const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLD_LOCK, dataDir], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exit = once(holder, 'exit');
    try {
      await once(holder.stdout, 'data');
      expect(() => DataLock.take(dataDir)).toThrow(DataFolderInUseError);
    } finally {
      holder.kill('SIGKILL');
      await exit;
    }
    DataLock.take(dataDir).release();
  });
});
