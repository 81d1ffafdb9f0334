import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../../test/support/start-app.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import type { DemoDto } from './demo.dto.js';

const ROUTE = '/api/v1/demo';
const PICTURE = { prompt: 'a lighthouse', steps: 1, width: 64, height: 64, seed: 5 };

describe('the demo', () => {
  let dataDir: string;
  let server: RunningApp;
  beforeEach(async () => {
    dataDir = makeTempFolder('demo');
    server = await startApp({}, dataDir);
  });
  afterEach(async () => {
    await server.stop();
    await removeFolder(dataDir);
  });

  const state = (): Promise<DemoDto> => server.api.ok('GET', ROUTE);
  const start = (): Promise<DemoDto> => server.api.ok('POST', ROUTE);
  const aliases = ({ servers }: DemoDto): string[] => servers.map(({ alias }) => alias);

  it('starts servers that make pictures, says what they are, and goes without a trace', async () => {
    expect(await state()).toMatchObject({ running: false, servers: [] });
    const started = await start();
    expect(started.running).toBe(true);
    expect(aliases(started)).toEqual(['demo-1', 'demo-2', 'demo-comfyui']);
    expect(started.note).toMatch(/simulated/);
    for (const { base_url } of started.servers) expect(base_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const stored = await server.api.ok<{ notes: string; credentials: object }[]>('GET', '/api/v1/servers');
    for (const { notes } of stored) expect(notes).toMatch(/simulated/);
    await server.api.serverIs('demo-1', 'online');
    await server.api.ended(
      await server.api.submit({ params: PICTURE, server: 'demo-1' }),
      'completed',
      30_000,
    );
    const stopped = await server.api.ok<DemoDto>('DELETE', ROUTE);
    expect(stopped).toMatchObject({ running: false, servers: [] });
    expect(await server.api.ok('GET', '/api/v1/servers')).toEqual([]);
    expect(existsSync(join(dataDir, 'demo'))).toBe(false);
    await expect(fetch(started.servers[0]!.base_url)).rejects.toThrow();
  });

  it('has a ComfyUI with models, so that a job runs at once', async () => {
    await start();
    await server.api.serverIs('demo-comfyui', 'online');
    const run = async (params: object): Promise<void> => {
      const id = await server.api.submit({ appType: 'comfyui', params: { ...PICTURE, ...params } });
      expect((await server.api.ended(id, 'completed', 30_000)).image_count).toBe(1);
    };
    await run({});
    await run({ template: 'sdxl_txt2img', checkpoint_name: 'dummyXL' });
  });

  it('lets nobody else at its machines', async () => {
    const [forge, , comfyui] = (await start()).servers;
    const ask = async (machine: { base_url: string }, method: string, path: string): Promise<number> =>
      (await fetch(`${machine.base_url}${path}`, { method })).status;
    expect(await ask(forge!, 'GET', '/sdapi/v1/options')).toBe(401);
    expect(await ask(forge!, 'POST', '/sdapi/v1/txt2img')).toBe(401);
    expect(await ask(comfyui!, 'GET', '/system_stats')).toBe(401);
    expect(await ask(comfyui!, 'POST', '/prompt')).toBe(401);
    for (const path of ['/__sim/state', '/__sim/restart', '/__sim/reset', '/__sim/knobs'])
      for (const [machine, refusals] of [
        [forge!, [404]],
        [comfyui!, [401, 404]],
      ] as const)
        expect(refusals).toContain(await ask(machine, 'POST', path));
  });

  it('is one, however often and however fast it is asked for', async () => {
    const [first, ...others] = await Promise.all([start(), start(), start()]);
    for (const one of others) expect(one).toEqual(first);
    expect(await server.api.ok<unknown[]>('GET', '/api/v1/servers')).toHaveLength(3);
    await Promise.all([server.api.ok('DELETE', ROUTE), server.api.ok('DELETE', ROUTE)]);
    expect(await state()).toMatchObject({ running: false });
  });

  it('starts again with the process, under the names that the servers have then, but for those that were removed', async () => {
    await start();
    await server.api.ok('PATCH', '/api/v1/servers/demo-2', { alias: 'my demo' });
    await server.api.ok('DELETE', '/api/v1/servers/demo-1?force=true');
    await server.api.ok('DELETE', '/api/v1/servers/demo-comfyui?force=true');
    expect(aliases(await state())).toEqual(['my demo']);
    await server.stop();
    server = await startApp({}, dataDir);
    expect(aliases(await state())).toEqual(['my demo']);
    await server.api.serverIs('my demo', 'online');
    expect(aliases(await start())).toEqual(['demo-1', 'my demo', 'demo-comfyui']);
    await server.api.ok('DELETE', ROUTE);
    await server.stop();
    server = await startApp({}, dataDir);
    expect(await state()).toMatchObject({ running: false });
  });

  it('takes nobody’s name away', async () => {
    await server.api.ok('POST', '/api/v1/servers', { alias: 'demo-2', base_url: 'http://127.0.0.1:9' });
    expect(await server.api.call('POST', ROUTE)).toMatchObject({
      status: 409,
      body: { error: 'demo_alias_taken' },
    });
    expect(await server.api.ok<unknown[]>('GET', '/api/v1/servers')).toHaveLength(1);
    expect(await state()).toMatchObject({ running: false });
  });

  it('loosens nothing of what servers may be: our own port is refused as before', async () => {
    await start();
    const own = Number(new URL(server.url).port);
    await server.stop();
    server = await startApp({ PORT: String(own) }, dataDir);
    const answer = await server.api.call('POST', '/api/v1/servers', {
      ...{ alias: 'myself', base_url: `http://127.0.0.1:${own}` },
    });
    expect(answer.status).toBe(400);
  });
});
