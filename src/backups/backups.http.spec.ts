import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { eventually } from '../../test/support/eventually.js';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import type { TaskListDto } from '../system/tasks.dto.js';
import type { BackupDto, BackupListDto, RestoreMarkDto } from './backups.dto.js';

const ROUTE = '/api/v1/system/backups';
const NAMES = [
  '..%2Fstablequeue.sqlite',
  '%2e%2e%2fsecret.key',
  '..%5csecret.key',
  '.hidden.sqlite',
  '%00.sqlite',
];

describe('backups', () => {
  let dataDir: string;
  let server: RunningApp;
  beforeEach(async () => {
    dataDir = makeTempFolder('backups');
    server = await startApp({}, dataDir);
  });
  afterEach(async () => {
    await server.stop();
    await removeFolder(dataDir);
  });

  const list = (): Promise<BackupListDto> => server.api.ok('GET', ROUTE);
  const make = (): Promise<BackupDto> => server.api.ok('POST', ROUTE);
  const restart = async (): Promise<void> => {
    await server.stop();
    server = await startApp({}, dataDir);
  };
  const setting = async (name: string): Promise<void> => {
    await server.api.ok('POST', '/api/v2/presets', { kind: 'style', name, body: {} });
  };
  const settings = async (): Promise<string[]> => {
    const { presets } = await server.api.ok<{ presets: { name: string }[] }>('GET', '/api/v2/presets');
    return presets.map(({ name }) => name);
  };

  it('are made, listed, sent and deleted', async () => {
    await setting('kept');
    const made = await make();
    expect(made).toMatchObject({ reason: 'manual', verified: true, problem: null });
    expect(made.schema).toMatch(/^[A-Za-z]+\d+$/);
    expect(await list()).toEqual({ backups: [made], restore_pending: null, last_restore: null });
    const bytes = await server.api.bytes(`${ROUTE}/${made.name}`);
    expect(bytes.length).toBe(made.size_bytes);
    const copy = join(dataDir, 'sent.sqlite');
    writeFileSync(copy, bytes);
    const file = new BetterSqlite3(copy, { readonly: true });
    expect(file.prepare('SELECT name FROM presets').pluck().all()).toEqual(['kept']);
    file.close();
    expect((await server.api.call('DELETE', `${ROUTE}/${made.name}`)).status).toBe(200);
    expect((await list()).backups).toEqual([]);
    expect((await server.api.call('DELETE', `${ROUTE}/${made.name}`)).status).toBe(404);
  });

  it('leave no file beside theirs, and several at once wait for each other', async () => {
    const made = await Promise.all([make(), make(), make()]);
    expect(new Set(made.map(({ name }) => name)).size).toBe(3);
    expect(readdirSync(join(dataDir, 'backups')).sort()).toEqual(made.map(({ name }) => name).sort());
  });

  it.each(NAMES)('know no file of the name %s', async (name) => {
    await make();
    for (const [method, end] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/restore'],
    ] as const) {
      const answer = await server.api.call<{ error: string }>(method, `${ROUTE}/${name}${end}`);
      expect({ method, status: answer.status, code: answer.body.error }).toEqual({
        ...{ method, status: 404, code: 'backup_not_found' },
      });
    }
    expect(existsSync(join(dataDir, 'secret.key'))).toBe(true);
  });

  it('are put in place by the next start, and what was there is kept', async () => {
    await setting('of the backup');
    const made = await make();
    await setting('later');
    const marked = await server.api.ok<RestoreMarkDto>('POST', `${ROUTE}/${made.name}/restore`);
    expect(marked.restore_pending).toBe(made.name);
    expect((await list()).restore_pending).toBe(made.name);
    expect(await server.api.call('DELETE', `${ROUTE}/${made.name}`)).toMatchObject({
      status: 409,
      body: { error: 'restore_pending' },
    });
    expect(await settings()).toEqual(['later', 'of the backup']);
    await restart();
    expect(await settings()).toEqual(['of the backup']);
    const { backups, restore_pending, last_restore } = await list();
    expect(restore_pending).toBeNull();
    expect(last_restore).toMatchObject({ name: made.name, error: null, saved: expect.any(String) });
    const saved = backups.find(({ name }) => name === last_restore?.saved);
    expect(saved).toMatchObject({ reason: 'before_restore', verified: true });
    await server.api.ok('POST', `${ROUTE}/${saved!.name}/restore`);
    await restart();
    expect(await settings()).toEqual(['later', 'of the backup']);
  });

  it('are not put in place when that was taken back', async () => {
    const made = await make();
    await setting('later');
    await server.api.ok('POST', `${ROUTE}/${made.name}/restore`);
    expect(await server.api.ok('DELETE', '/api/v1/system/restore')).toMatchObject({ restore_pending: null });
    await restart();
    expect(await settings()).toEqual(['later']);
  });

  it('of somebody else are shown, and refused when they cannot be used', async () => {
    await make();
    writeFileSync(join(dataDir, 'backups', 'mine.sqlite'), 'no database');
    writeFileSync(join(dataDir, 'backups', 'notes.txt'), 'no backup');
    const { backups } = await list();
    expect(backups.map(({ name, verified }) => [name, verified])).toContainEqual(['mine.sqlite', false]);
    expect(backups).toHaveLength(2);
    expect(await server.api.call('POST', `${ROUTE}/mine.sqlite/restore`)).toMatchObject({
      status: 409,
      body: { error: 'backup_unusable' },
    });
  });

  it('are made each day by a task, which can be run by hand', async () => {
    const task = async () =>
      (await server.api.ok<TaskListDto>('GET', '/api/v1/system/tasks')).tasks.find(
        ({ name }) => name === 'back-up',
      )!;
    const before = await task();
    expect(Date.parse(before.next_run_timestamp!)).toBeGreaterThan(Date.now() + 86_000_000);
    expect((await server.api.call('POST', '/api/v1/system/tasks/back-up/run')).status).toBe(202);
    await eventually(async () => (await task()).last_run);
    expect((await task()).last_run?.error).toBeNull();
    expect((await list()).backups.map(({ reason }) => reason)).toEqual(['scheduled']);
    await restart();
    const due = Date.parse((await task()).next_run_timestamp!);
    expect(due).toBe(Date.parse((await list()).backups[0]!.created_timestamp) + 86_400_000);
  });
});
