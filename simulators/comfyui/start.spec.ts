import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Generation } from './index.js';
import { slow, textToImage } from './testing/graphs.js';
import { Listener } from './testing/listener.js';
import { call, closeAll, finished, start } from './testing/simulator-client.js';

afterEach(closeAll);

describe('a start', () => {
  it('serves under a base path only, WebSockets too', async () => {
    const simulator = await start({ basePath: '/gpu1' });
    expect(simulator.url).toMatch(/\/gpu1$/);
    await Listener.connect(simulator, 'me');
    expect((await finished(simulator, slow(1))).status.completed).toBe(true);
    const outside = { url: `http://127.0.0.1:${simulator.port}` };
    expect((await call(outside, 'GET', '/prompt')).status).toBe(404);
    await expect(Listener.connect(outside, 'me')).rejects.toThrow('no WebSocket');
  });

  it('serves every route a second time under /api, jobs only there', async () => {
    const simulator = await start();
    const statuses = async (...paths: string[]): Promise<number[]> =>
      Promise.all(paths.map(async (path) => (await call(simulator, 'GET', path)).status));
    expect(await statuses('/prompt', '/api/prompt', '/jobs', '/api/jobs', '/api/api/jobs')).toEqual([
      ...[200, 200, 404, 200, 200],
    ]);
    const wrong = await call(simulator, 'DELETE', '/prompt');
    expect([wrong.status, wrong.text, wrong.headers.get('allow')]).toEqual([
      ...[405, '405: Method Not Allowed', 'GET,POST'],
    ]);
  });

  it('lists its own models, on Windows in its own way', async () => {
    const [linux, windows] = [
      await start({ models: { checkpoints: ['a/one.safetensors'] } }),
      await start({ windows: true, models: { checkpoints: ['a/one.safetensors', 'two.safetensors'] } }),
    ];
    const models = async (simulator: typeof linux): Promise<unknown> =>
      (await call(simulator, 'GET', '/models/checkpoints')).body;
    expect([await models(linux), await models(windows)]).toEqual([
      ['a/one.safetensors'],
      ['a\\one.safetensors', 'two.safetensors'],
    ]);
    const wrong = await call(windows, 'POST', '/prompt', {
      prompt: textToImage({ checkpoint: 'a/one.safetensors' }),
    });
    expect(wrong.text).toContain(String.raw`ckpt_name: 'a/one.safetensors' not in ['a\\\\one.safetensors'`);
    const entry = await finished(windows, textToImage({ checkpoint: 'a\\one.safetensors' }));
    expect([entry.status.completed, entry.outputs['9']]).toEqual([
      true,
      { images: [{ filename: 'cat_00001_.png', subfolder: 'sq', type: 'output' }] },
    ]);
    expect((await call(windows, 'GET', '/system_stats')).body).toMatchObject({ system: { os: 'win32' } });
  });

  it('tells of all its cards, or of none', async () => {
    const devices = async (options: object): Promise<unknown> =>
      (
        (await call(await start(options), 'GET', '/system_stats')).body as { devices: { index: number }[] }
      ).devices.map(({ index }) => index);
    const vramBytes = [2 ** 33, 2 ** 34];
    expect(await devices({ vramBytes })).toEqual([0, 1]);
    expect(await devices({ vramBytes, version: '0.22.0' })).toEqual([0]);
    expect(await devices({ cuda: false })).toEqual([null]);
  });

  it('refuses what a browser sends from elsewhere, unless it allows all', async () => {
    const strict = await start();
    const ask = async (headers: Record<string, string>, simulator = strict): Promise<number> =>
      (await call(simulator, 'GET', '/prompt', undefined, headers)).status;
    expect(await ask({ origin: 'http://evil.test' })).toBe(403);
    expect(await ask({ origin: `http://localhost:${strict.port}` })).toBe(403);
    expect(await ask({ origin: `http://127.0.0.1:${strict.port + 1}` })).toBe(403);
    expect(await ask({ origin: 'http://127.0.0.1' })).toBe(200);
    expect(await ask({ origin: strict.url })).toBe(200);
    await expect(
      Listener.connect(strict, 'me', { headers: { origin: 'http://evil.test' } }),
    ).rejects.toThrow();
    const open = await start({ cors: '*' });
    const reply = await call(open, 'GET', '/prompt', undefined, { origin: 'http://evil.test' });
    expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect((await call(open, 'OPTIONS', '/prompt')).status).toBe(200);
  });

  it('words its refusals as its release does', async () => {
    const old = await start({ version: '0.3.30' });
    const missing = { '1': { class_type: 'Nope', inputs: {} } };
    const { body } = await call(old, 'POST', '/prompt', { prompt: missing });
    expect(body).toMatchObject({
      error: { type: 'invalid_prompt', message: 'Cannot execute because node Nope does not exist.' },
      node_errors: [],
    });
  });

  it('keeps what users have saved over a restart', async () => {
    const simulator = await start();
    await call(simulator, 'POST', '/userdata/workflows%2Fa.json', '{"nodes": []}');
    await call(simulator, 'POST', '/settings/Comfy.Theme', '"dark"');
    await simulator.restart(20);
    expect((await call(simulator, 'GET', '/userdata/workflows%2Fa.json')).body).toEqual({ nodes: [] });
    expect((await call(simulator, 'GET', '/settings')).body).toEqual({ 'Comfy.Theme': 'dark' });
    expect((await call(simulator, 'GET', '/userdata?dir=workflows')).body).toEqual(['a.json']);
    const again = await call(simulator, 'POST', '/userdata/workflows%2Fa.json?overwrite=false', '{}');
    expect(again.status).toBe(409);
    expect((await call(simulator, 'GET', '/userdata/..%2F..%2Fx')).status).toBe(403);
  });

  it('writes what it did to its log file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'comfyui-log-'));
    const logFile = join(folder, 'log.jsonl');
    const simulator = await start({ logFile });
    const entry = await finished(simulator, textToImage({ seed: '9007199254740993' }), { client_id: 'me' });
    const lines = readFileSync(logFile, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as Generation)).toMatchObject([
      {
        taskId: entry.prompt[1],
        clientId: 'me',
        outcome: 'completed',
        seed: -1,
        model: 'dummySD15.safetensors',
        samplings: [{ seed: '9007199254740993', positive: 'a cat', stepsDone: 4 }],
        images: [{ file: { filename: 'cat_00001_.png', subfolder: 'sq', type: 'output' } }],
      },
    ]);
    rmSync(folder, { recursive: true });
  });
});
