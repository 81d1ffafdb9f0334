// What a start makes of its folder and its settings: refusals in words, and what becomes of a queue that waited.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp, type SettingsOverrides } from '../support/start-app.js';
import { startAndExit, startProcess, type ServerProcess } from '../support/start-process.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

let dataDir = '';
let server: ServerProcess | undefined;

beforeEach(() => {
  dataDir = makeTempFolder('start');
});
afterEach(async () => {
  await server?.kill9();
  server = undefined;
  await removeFolder(dataDir);
});

async function start(env: Record<string, string> = {}): Promise<ServerProcess> {
  server = await startProcess(dataDir, env);
  return server;
}

describe('a second process on the same folder', () => {
  it('is refused, told who holds it and what to do, and the first one works on', async () => {
    const first = await start();
    const second = await startAndExit(dataDir);
    expect(second.code).toBe(1);
    expect(second.output).toContain(`process ${first.program.pid}`);
    expect(second.output).toContain(first.url);
    expect(second.output).toContain('CONFIG_DATA_PATH');
    expect(second.output).not.toMatch(/\n\s+at /);
    expect(await first.api.submit()).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('may start when the first one was killed', async () => {
    await (await start()).kill9();
    await start();
  });
});

describe('settings that cannot be used', () => {
  it.each([
    ['PORT', '99999'],
    ['LEASE_MS', 'soon'],
    ['QUEUE_ON_START', 'maybe'],
    ['MISMATCH_POLICY', 'ignore'],
    ['STABLEQUEUE_SECRET_KEY', 'abc'],
    ['DATABASE_URL', 'postgres://user:hidden@db/queue'],
  ])('refuses %s=%s by its name', async (name, value) => {
    const { code, output } = await startAndExit(dataDir, { [name]: value });
    expect(code).toBe(1);
    expect(output).toContain(name);
    expect(output).not.toMatch(/\n\s+at /);
    expect(output).not.toContain('hidden');
  });

  it('names all that are wrong at once', async () => {
    const { output } = await startAndExit(dataDir, { PORT: '-1', LOG_LEVEL: 'loud', JOB_MAX_RETRIES: '1.5' });
    for (const name of ['PORT', 'LOG_LEVEL', 'JOB_MAX_RETRIES']) expect(output).toContain(name);
  });

  it('tells in one line that its port is taken', async () => {
    const { url } = await start();
    const other = makeTempFolder('other');
    const { code, output } = await startAndExit(other, { PORT: new URL(url).port, LOG_LEVEL: 'error' });
    await removeFolder(other);
    expect(code).toBe(1);
    expect(output).toContain('EADDRINUSE');
  });
});

describe('what a start does with the queue', () => {
  it('keeps a paused queue paused, and a running one running', async () => {
    await (await start()).api.pause();
    await server!.stop();
    expect((await (await start()).api.queue()).paused).toBe(true);
    await server!.api.resume();
    await server!.kill9();
    expect((await (await start()).api.queue()).paused).toBe(false);
  });
});

describe('what a start is told to do with the queue', () => {
  let running: RunningApp | undefined;
  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  /** The same folder again; in this process, as nothing here is about how the one before ended. */
  async function next(settings: SettingsOverrides = {}): Promise<RunningApp> {
    await running?.stop();
    running = await startApp(settings, dataDir);
    return running;
  }

  it('pauses or runs it when QUEUE_ON_START says so', async () => {
    expect((await (await next({ QUEUE_ON_START: 'pause' })).api.queue()).paused).toBe(true);
    expect((await (await next()).api.queue()).paused).toBe(true);
    expect((await (await next({ QUEUE_ON_START: 'run' })).api.queue()).paused).toBe(false);
  });

  it('holds jobs that waited for longer than QUEUE_HOLD_AFTER_HOURS, until they are released', async () => {
    const id = await (await next()).api.submit();
    const { api } = await next({ QUEUE_HOLD_AFTER_HOURS: '0' });
    const held = await api.job(id);
    expect(held).toMatchObject({ status: 'pending', held: true, waiting_reason: { code: 'held_at_start' } });
    expect(held.actions).toContain('release');
    const fresh = await api.submit();
    expect(await api.job(fresh)).toMatchObject({ held: false });
    await api.ok('POST', '/api/v1/queue/release-held');
    expect(await api.job(id)).toMatchObject({ held: false, waiting_reason: { code: 'no_server' } });
  });

  it('holds nothing that is younger', async () => {
    const id = await (await next()).api.submit();
    expect(await (await next({ QUEUE_HOLD_AFTER_HOURS: '1' })).api.job(id)).toMatchObject({ held: false });
  });
});

describe('the data folder', () => {
  it('is made for its owner alone', async () => {
    const inner = join(dataDir, 'new');
    server = await startProcess(inner);
    expect(statSync(inner).mode & 0o777).toBe(0o700);
  });

  it('with a damaged secret key is refused in words where somebody has to sign in', async () => {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, 'secret.key'), 'damaged');
    const refused = await startAndExit(dataDir, { STABLEQUEUE_AUTH: 'required' });
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('secret.key');
    expect(refused.output).not.toMatch(/\n\s+at /);
  });
});
